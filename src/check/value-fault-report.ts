/** Reports of values that a service refuses: one shape for all the rules that tell their kinds apart. */
import type { Cloud } from "../facts/cloud.ts";
import { outsideText } from "../facts/outside-text.ts";
import { scopeIn } from "../facts/place.ts";
import { filesOf } from "../facts/services.ts";
import { type ValueFault, type ValueFaultKind, valueFaults } from "../facts/value-faults.ts";
import type { Report } from "./rule.ts";

/** One report per fault of these kinds in any file, with the fix where the text tells what was meant. */
export function* reportFault<const Message extends string>(
  cloud: Cloud,
  kinds: readonly ValueFaultKind[],
  message: Message,
): Generator<Report & { message: Message }> {
  for (const { service, peers, config } of filesOf(cloud))
    for (const fault of valueFaults(service, config))
      if (kinds.includes(fault.kind)) yield { ...reportOf(fault, message), ...scopeIn(peers, service) };
}

function reportOf<const Message extends string>(
  { file, entry, problem, mended }: ValueFault,
  message: Message,
): Report & { message: Message } {
  const { section, key, value } = entry;
  const fix = mended === null ? {} : { fix: [{ file, section, key, value: mended }] };
  return {
    message,
    option: `[${section}]${key}`,
    at: { file, line: entry.line },
    data: { option: `[${section}]${key}`, value: outsideText(value) ?? "(not shown)", problem, mended: mended ?? "" },
    ...fix,
  };
}
