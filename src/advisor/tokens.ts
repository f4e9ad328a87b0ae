/** How much a text costs, counted on this machine. Claude's tokenizer is not public: its own count differs somewhat. */

type TokenCount = { tokens: number; by: "o200k_base" | "upper bound: bytes" };
export type TokenCounter = (text: string) => TokenCount;

/** A token of a byte-level encoding holds at least one byte: true for every such model, and far above the real count. */
export const countBytes: TokenCounter = (text) => ({
  tokens: Buffer.byteLength(text, "utf8"),
  by: "upper bound: bytes",
});

/** ChatGPT's encoding, loaded when first needed; bytes where it cannot be loaded. */
export async function tokenCounter(): Promise<TokenCounter> {
  try {
    const { encode } = await import("gpt-tokenizer/encoding/o200k_base");
    // special tokens in pasted text are text
    const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
    return (text) => ({ tokens: encode(text, plain).length, by: "o200k_base" });
  } catch {
    return countBytes;
  }
}
