/** The first thing that is read: how it stands, and what is safe to do now. */
import type { CheckResult } from "../check/finding.ts";
import type { Cloud } from "../facts/cloud.ts";
import type { Mode } from "../facts/mode.ts";
import { detectedService, documentsInstead } from "../facts/mode.ts";
import { plural } from "../units.ts";
import type { Design, Review } from "./schema.ts";
import { counts } from "./verify.ts";

export function verdictOf(cloud: Cloud, check: CheckResult, design: Design, mode: Mode): Review["verdict"] {
  return { headline: headline(cloud, check, design, mode), safeNow: safeNow(design, mode) };
}

function headline(cloud: Cloud, { findings }: CheckResult, design: Design, mode: Mode): string {
  const { high, medium } = counts(findings);
  if (mode === "wrong_input") {
    const service = detectedService(cloud);
    const what = service === null ? documentsInstead(cloud)[0]?.what : `${service}'s configuration`;
    return `This is ${what ?? "another service's configuration"}, not what Glance reads: please paste glance-api.conf.`;
  }
  if (mode === "insufficient_input")
    return "There is no glance-api.conf in the input: what follows is conditional, and the questions come first.";
  const broken = [...cloud.glance, ...cloud.nova, ...cloud.cinder]
    .filter(({ parses }) => !parses)
    .map(({ file }) => file);
  if (mode === "repair")
    return `${broken.join(", ")} cannot be read by the service: ${plural(high, "serious finding")}; the lines below mend it.`;
  if (high + medium === 0)
    return design.c.changes.length === 0
      ? `Nothing needs changing.${cloneWord(cloud)}`
      : `No serious finding.${cloneWord(cloud)} ${plural(design.c.changes.length, "small change")} proposed.`;
  const top = findings[0]?.title ?? "";
  const amounts = [...(high > 0 ? [`${high} high`] : []), ...(medium > 0 ? [`${medium} medium`] : [])].join(" and ");
  return `${amounts} ${high + medium === 1 ? "finding" : "findings"}. First: ${top}`;
}

function cloneWord({ clone }: Cloud): string {
  if (clone.effectiveNova === true) return " Boots of raw images are clones.";
  if (clone.effectiveNova === "only_for_raw") return " Raw images are cloned at boot, the others are not.";
  return "";
}

function safeNow(design: Design, mode: Mode): string[] {
  if (mode === "insufficient_input" || mode === "wrong_input")
    return ["Reading and listing: nothing else is safe before the files are known."];
  const lines = ["Reading, listing, and a dry run of the reclamation script."];
  if (design.c.changes.some(({ conditional }) => !conditional))
    lines.push("Writing the new file on one node that is out of the load balancer, and starting it there.");
  if (design.c.changes.some(({ key }) => key === "images_type"))
    lines.push("Not tonight: changing images_type on computes that have guests.");
  lines.push("Not tonight: deleting any image or object.");
  return lines;
}
