/** How far a model is, as cards that are edited in place. Never its text: that is not checked yet. */
import type { KnownBlock } from "@slack/types";
import { plain } from "../inert.ts";
import { cut, LIMITS } from "../limits.ts";
import type { SlackMessage } from "../message.ts";
import { fallback } from "./blocks.ts";

export type ProgressStep = "asking" | "writing" | "done" | "failed";

type CardStatus = "pending" | "in_progress" | "complete" | "error";

const CARDS: Readonly<Record<ProgressStep, readonly [rules: CardStatus, model: CardStatus, check: CardStatus]>> = {
  asking: ["complete", "in_progress", "pending"],
  writing: ["complete", "in_progress", "pending"],
  done: ["complete", "complete", "complete"],
  failed: ["complete", "error", "complete"],
};

export function progress(model: string, step: ProgressStep, characters: number): SlackMessage {
  const [rules, asked, checked] = CARDS[step];
  const received = characters >= 1000 ? `, ${Math.floor(characters / 1000)},000 characters received` : "";
  const card = (id: string, title: string, status: CardStatus): KnownBlock => ({
    type: "task_card",
    task_id: id,
    title: cut(plain(title), LIMITS.cardTitle),
    status,
  });
  const text = { asking: "asking", writing: "writing", done: "done", failed: "not used" }[step];
  return {
    text: fallback(`${model}: ${text}${received}`),
    blocks: [
      card("rules", "Rules and design", rules),
      card("model", `${model}${received}`, asked),
      card("check", step === "failed" ? "The rules' own answer stands" : "Its answer checked by the rules", checked),
    ],
  };
}
