/** From a choice to a model: keys and addresses come from the environment and go nowhere else. */
import type { Cost } from "../advisor/ask-model.ts";
import type { Model, Usage } from "../advisor/model.ts";
import { GlancewrightError } from "../errors.ts";
import type { ModelChoice } from "./model-settings.ts";

type OpenedModel = { model: Model; costOf: (usage: Usage) => Cost | null };

/** `dry`: only the body of a request is wanted, so no key is needed. */
export type OpenModel = (choice: ModelChoice, options: { dry: boolean }) => Promise<OpenedModel>;

export const openModel: OpenModel = async ({ provider }) => {
  throw new GlancewrightError("model.not-set", {
    expected: "a model that is set up",
    got: provider,
    next: "See docs/models.md.",
  });
};
