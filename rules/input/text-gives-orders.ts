import { defineRule } from "../../src/check/rule.ts";

export const textGivesOrders = defineRule({
  id: "input/text-gives-orders",
  title: "Text in the input tries to give orders",
  severity: "info",
  part: "e",
  problem: "prompt_injection",
  needs: [],
  messages: {
    one: "One text in the input tries to give orders to whoever reads it; it is data here and was not followed",
    several:
      "{count} texts in the input try to give orders to whoever reads them; they are data here and were not followed",
  },
  why: "Image names, tags, properties and comments are written by anyone who may upload. Some are made to steer tools that read them. They are treated as data, never shown as they are, and change nothing in this answer.",
  wrong: "An image whose name asks the reader to turn an option on",
  right: "Look who uploaded it, and remove it",
  silentWhen: ["names that only sound like prose", "the operator's own questions"],
  sources: ["judgement: text from outside is data"],
  *check({ injections }) {
    const [first] = injections;
    if (!first) return;
    yield {
      message: injections.length === 1 ? "one" : "several",
      option: "image names, tags, comments",
      at: first.at,
      data: { count: injections.length },
    };
  },
});
