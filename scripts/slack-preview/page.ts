/** A channel, a thread, a form or the home tab as a page of its own, light or dark. */
import type { KnownBlock, View } from "@slack/types";
import { blockHtml, escaped, type Pictures } from "./block-html.ts";

export type Theme = "light" | "dark";

/** A message as it stands on a screen. */
export type Shown = {
  text: string;
  blocks: readonly KnownBlock[];
  /** Who wrote it; absent: the bot. */
  by?: string;
  /** Only one person sees it. */
  only?: boolean;
  /** Names of files below it. */
  files?: readonly string[];
  replies?: readonly Shown[];
};

export type Scene =
  | { name: string; title: string; kind: "messages"; messages: readonly Shown[] }
  | { name: string; title: string; kind: "view"; view: View };

/** Width of a page: of a channel in a window of usual size, and of a form. */
export const widthOf = ({ kind }: Scene): number => (kind === "view" ? 560 : 760);

export function pageHtml(scene: Scene, theme: Theme, pictures: Pictures = {}): string {
  const body =
    scene.kind === "view"
      ? viewHtml(scene.view, pictures)
      : scene.messages.map((message) => messageHtml(message, pictures)).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(scene.title)}</title><style>${STYLE}</style><body class="${theme}"><main>${body}</main></body></html>`;
}

function messageHtml(message: Shown, pictures: Pictures): string {
  const { text, blocks, by, only, files = [], replies = [] } = message;
  const shown =
    blocks.length > 0 ? blocks.map((block) => blockHtml(block, pictures)).join("") : `<p>${escaped(text)}</p>`;
  return `<article>${only ? '<p class="only">Only visible to you</p>' : ""}<div class="face ${by ? "person" : ""}">${escaped((by ?? "G").slice(0, 1).toUpperCase())}</div><div class="said"><p class="who"><b>${escaped(by ?? "Glancewright")}</b>${by ? "" : ' <span class="app">APP</span>'} <span class="quiet">22:41</span></p>${shown}${files.map((name) => `<div class="file">${escaped(name)}</div>`).join("")}</div></article>${
    replies.length > 0
      ? `<p class="count">${replies.length} ${replies.length === 1 ? "reply" : "replies"}</p><section class="thread">${replies.map((reply) => messageHtml(reply, pictures)).join("")}</section>`
      : ""
  }`;
}

function viewHtml(view: View, pictures: Pictures): string {
  const blocks = (view.blocks as KnownBlock[]).map((block) => blockHtml(block, pictures)).join("");
  if (view.type === "home") return `<div class="home">${blocks}</div>`;
  const { title, submit, close } = view as Extract<View, { type: "modal" }>;
  return `<div class="modal"><header><b>${escaped(title.text)}</b></header><div class="inside">${blocks}</div><footer><span class="button">${escaped(close?.text ?? "Close")}</span>${submit ? `<span class="button primary">${escaped(submit.text)}</span>` : ""}</footer></div>`;
}

const STYLE = `
body { --back: #fff; --text: #1d1c1d; --quiet: #616061; --line: #dddddd; --soft: #f8f8f8; --code: #c01343; --blue: #1264a3;
  margin: 0; background: var(--back); color: var(--text); font: 15px/1.46 Inter, Lato, "Helvetica Neue", Arial, sans-serif; }
body.dark { --back: #1a1d21; --text: #d1d2d3; --quiet: #ababad; --line: #424448; --soft: #222529; --code: #e8912d; --blue: #1d9bd1; }
main { padding: 12px 20px 20px; }
article { display: grid; grid-template-columns: 36px 1fr; column-gap: 10px; padding: 8px 0; }
.only { grid-column: 2; margin: 0; color: var(--quiet); font-size: 12px; }
.face { grid-column: 1; width: 36px; height: 36px; border-radius: 6px; background: #1f3a4d; color: #fff; display: grid; place-items: center; font-weight: 700; }
.face.person { background: #8a5a00; }
.said { grid-column: 2; min-width: 0; }
.said > *, .inside > *, .home > * { margin: 0 0 6px; max-width: 620px; overflow-wrap: anywhere; }
.who { margin-bottom: 2px !important; }
.app { background: var(--line); color: var(--quiet); font-size: 10px; font-weight: 700; padding: 1px 4px; border-radius: 3px; }
.quiet, .context { color: var(--quiet); } .quiet { font-size: 12px; } .context { font-size: 13px; line-height: 1.38; }
h2 { font-size: 18px; line-height: 1.33; font-weight: 800; }
ul, ol { padding-left: 26px; } li { margin: 0; }
code { color: var(--code); border: 1px solid var(--line); background: var(--soft); border-radius: 3px; padding: 1px 3px; font: 12px/1.5 Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { border: 1px solid var(--line); background: var(--soft); border-radius: 4px; padding: 8px; font: 12px/1.5 Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.said img { max-width: 440px; border-radius: 8px; display: block; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; padding: 4px 0; }
.button { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: 4px 12px; font-weight: 700; font-size: 13px; background: var(--back); }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; } .button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
table { border-collapse: collapse; font-size: 13px; } td { white-space: nowrap; border: 1px solid var(--line); padding: 4px 8px; vertical-align: top; } td.wrapped { white-space: normal; min-width: 180px; max-width: 320px; } .wide { overflow-x: auto; } tr:first-child td { font-weight: 700; }
.task { display: flex; gap: 8px; align-items: center; border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; width: 420px; }
.task .mark { width: 14px; height: 14px; border-radius: 50%; border: 2px solid var(--quiet); box-sizing: border-box; }
.task.complete .mark { background: #007a5a; border-color: #007a5a; } .task.error .mark { background: #e01e5a; border-color: #e01e5a; } .task.in_progress .mark { border-color: var(--blue); border-right-color: transparent; }
.file { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px; width: 320px; font-weight: 700; font-size: 13px; }
.count { margin: 0 0 4px 46px; color: var(--blue); font-size: 13px; font-weight: 700; }
.thread { margin-left: 46px; border-left: 3px solid var(--line); padding-left: 14px; }
.unknown { outline: 2px solid #e01e5a; }
.modal { border: 1px solid var(--line); border-radius: 8px; } .modal header { padding: 14px 20px; font-size: 20px; border-bottom: 1px solid var(--line); } .inside { padding: 14px 20px; }
.modal footer { padding: 12px 20px; border-top: 1px solid var(--line); display: flex; gap: 10px; justify-content: flex-end; }
label { display: block; font-weight: 700; margin-top: 12px !important; } .field { border: 1px solid var(--quiet); border-radius: 4px; padding: 7px 10px; min-height: 20px; } .field.large { min-height: 72px; } .field.select::after { content: " \\25BE"; float: right; } .field.drop { border-style: dashed; color: var(--quiet); }
`;
