/** Clones that any listing shows, worked out once a case: several rules ask. */
import type { Intake } from "../../intake/artefact.ts";
import { type Dependencies, dependenciesOf } from "./dependencies.ts";

const known = new WeakMap<Intake, Dependencies>();

/** The same as `dependenciesOf`, kept for the next caller. */
export function clonesSeen(intake: Intake): Dependencies {
  const found = known.get(intake) ?? dependenciesOf(intake);
  known.set(intake, found);
  return found;
}
