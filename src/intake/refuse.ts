/** Reasons not to read a source, told with what to do next. */
import type { RefusedSource } from "./artefact.ts";
import {
  LISTING_KINDS,
  type Recognition,
  SOURCE_LIMIT_BYTES,
  type Source,
  type SourceKind,
  TOTAL_LIMIT_BYTES,
} from "./source.ts";

const MEBIBYTE = 1024 * 1024;
const LOOKED_AT = 256 * 1024;
/** The share of control or undecodable characters from which a text is taken for something else. */
const BINARY_SHARE = 0.1;

export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

function megabytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

/** Whether a text is none: it holds NUL, or many control characters or bytes that are no UTF-8. */
function isBinary(text: string): boolean {
  const head = text.slice(0, LOOKED_AT);
  if (text.includes("\u0000")) return true;
  const strange = head.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return head.length > 0 && strange / head.length > BINARY_SHARE;
}

export function refuseBinary({ name, text }: Pick<Source, "name" | "text">): RefusedSource | null {
  if (!isBinary(text)) return null;
  return {
    file: name,
    code: "intake.binary",
    reason: "It holds bytes that are no text.",
    next: "Give the text itself: unpack an archive, save UTF-16 as UTF-8, paste instead of a screenshot.",
  };
}

/** `total`: bytes of this source and of all before it. */
export function refuseTotal(name: string, total: number): RefusedSource | null {
  if (total <= TOTAL_LIMIT_BYTES) return null;
  return {
    file: name,
    code: "intake.total-too-large",
    reason: `With it the sources come to ${megabytes(total)}; ${megabytes(TOTAL_LIMIT_BYTES)} are read at once.`,
    next: "Leave out what is not needed, or give large listings as files to the command line, which streams them.",
  };
}

export function refusePasteSize(name: string, text: string): RefusedSource | null {
  const bytes = byteLength(text);
  if (bytes <= SOURCE_LIMIT_BYTES) return null;
  return {
    file: name,
    code: "intake.too-large",
    reason: `It has ${megabytes(bytes)}; a paste may have ${megabytes(SOURCE_LIMIT_BYTES)}.`,
    next: "Give listings as files, and configurations without what is commented out.",
  };
}

/** Kinds that print nothing when there is nothing to tell: an empty output of theirs is an answer. */
const SILENT_KINDS: readonly SourceKind[] = ["rbd-trash", "rbd-children", "rbd-snap"];

/** Refuses what is empty, or too large for its kind. Listings have no limit of their own. */
export function refuseRecognised(source: Source, recognition: Recognition): RefusedSource | null {
  if (source.text.trim() === "" && !SILENT_KINDS.includes(recognition.kind)) {
    return {
      file: source.name,
      code: "intake.empty",
      reason: "There is nothing in it.",
      next: "Check the command or the file that it came from, and paste again.",
    };
  }
  const bytes = byteLength(source.text);
  if (bytes <= SOURCE_LIMIT_BYTES || (LISTING_KINDS as readonly SourceKind[]).includes(recognition.kind)) return null;
  return refuseSize(source.name, bytes);
}

/** Refuses what is no listing and too large. */
export function refuseSize(name: string, bytes: number): RefusedSource {
  return {
    file: name,
    code: "intake.too-large",
    reason: `It has ${megabytes(bytes)}; ${megabytes(SOURCE_LIMIT_BYTES)} are read of anything but a listing.`,
    next: "Give only the part that matters: the active lines of a configuration, the end of a log.",
  };
}

export function noticeUnknown(name: string, recognition: Recognition): RefusedSource | null {
  if (recognition.kind !== "unknown") return null;
  const { what } = recognition;
  return {
    file: name,
    code: "intake.not-recognised",
    reason:
      what === undefined
        ? "It is neither a configuration nor a listing that is known here."
        : `This is ${what}: nothing is read of it.`,
    next: "Name the file as it is called on its node, or paste it with the command that printed it.",
  };
}

export function noticeMixed(name: string, recognition: Recognition): RefusedSource | null {
  if (recognition.mixedWith === undefined) return null;
  return {
    file: name,
    code: "intake.mixed",
    reason: `It was read as ${recognition.kind}, but holds options of ${recognition.mixedWith.join(" and ")} as well.`,
    next: "Give each file on its own, or put a line `--- NAME ---` before each.",
  };
}

export function unreadable(name: string, kind: SourceKind, error: unknown): RefusedSource {
  const message = error instanceof Error ? error.name : "unknown error";
  return {
    file: name,
    code: "intake.unreadable",
    reason: `Its reader (${kind}) stopped with ${message}.`,
    next: "Give it in another form, for example `-f json`; everything else was read.",
  };
}
