/** The stand-ins in a process of their own, so that what they cost is not counted as the bot's. Prints where they are. */
import { startLlmLab } from "../test/llm-lab/llm-lab.ts";
import { startSlackLab } from "../test/slack-lab/slack-lab.ts";

const lab = await startSlackLab({ mode: "http" });
const llm = await startLlmLab();
llm.otherwise(() => ({ kind: "mute" }));
const onScreen = new Set<string>();
let looked = 0;
/** How many answers have their findings on the screen. */
lab.paths.set("/screens", () => {
  for (; looked < lab.calls.length; looked += 1) {
    const { method, body, answer } = lab.calls[looked] ?? { method: "", body: {}, answer: {} };
    if (method === "chat.update" && answer["ok"] === true && JSON.stringify(body["blocks"]).includes("full-report"))
      onScreen.add(String(body["ts"]));
  }
  return { status: 200, body: String(onScreen.size) };
});
process.stdout.write(
  `${JSON.stringify({ slack: lab.url, llm: llm.url, channel: lab.channel, user: lab.person("ada").id })}\n`,
);
