/** An explained option as plain text for a terminal. */
import type { ExplainedPlace, OptionExplanation, OptionVersion } from "./explain.ts";
import { type OptionDefault, RELEASES } from "./option.ts";

/** Lines without colour, at most one paragraph per place; ends with a line feed. */
export function renderExplanation(explanation: OptionExplanation): string {
  const { query, places, authPlugin, nearMisses } = explanation;
  const paragraphs = places.map(renderPlace);
  if (authPlugin) paragraphs.push(renderAuthPlugin(explanation.name, authPlugin));
  if (paragraphs.length === 0) {
    const names = nearMisses.map((miss) => `  ${miss.project} [${miss.section}] ${miss.name}`);
    paragraphs.push([`No option ${query} from ${RELEASES[0]} to ${RELEASES.at(-1)}. Similar:`, ...names].join("\n"));
  }
  return `${paragraphs.join("\n\n")}\n`;
}

function renderPlace(place: ExplainedPlace): string {
  const lines = [`${place.project} [${place.section}] ${place.name}`];
  if (place.oldName)
    lines.push(`  asked as: [${place.oldName.section}] ${place.oldName.name}, an old name that still works`);
  if (place.drivers.length > 0) lines.push(`  drivers: ${place.drivers.join(", ")}`);
  const one = place.versions.length === 1;
  for (const version of place.versions) {
    const span = version.from === version.to ? version.from : `${version.from} to ${version.to}`;
    lines.push(`  ${one ? "" : `${span}: `}${renderVersion(version)}`);
  }
  lines.push(`  releases: ${renderSpan(place)}`);
  if (place.deprecatedIn) {
    const said = place.deprecatedSince ? ` (says: since ${place.deprecatedSince})` : "";
    lines.push(`  deprecated: in the catalogue from ${place.deprecatedIn}${said}`);
  }
  if (place.secret) lines.push("  secret: never paste its value");
  if (place.mutable) lines.push("  can be reloaded without a restart");
  if (place.sampleOnly) lines.push("  no effect here: only the shipped sample shows it in this section");
  if (place.oldNames.length > 0)
    lines.push(`  old names: ${place.oldNames.map(({ section, name }) => `[${section}] ${name}`).join(", ")}`);
  return lines.join("\n");
}

function renderSpan({ cameWith, goneSince }: ExplainedPlace): string {
  const came = cameWith ? `since ${cameWith}` : `${RELEASES[0]} or older`;
  return goneSince ? `${came}, gone since ${goneSince}` : `${came}, still there in ${RELEASES.at(-1)}`;
}

function renderVersion(version: OptionVersion): string {
  const kind = version.itemType ? `${version.type} of ${version.itemType}` : version.type;
  const parts = [`${kind}${version.brackets ? " in brackets [a,b]" : ""}`, `default ${valueText(version.default)}`];
  if (version.sampleDefault !== null) parts.push(`sample shows ${valueText(version.sampleDefault)}`);
  if (version.choices.length > 0)
    parts.push(`one of ${version.choices.map((choice) => choice ?? "(unset)").join(", ")}`);
  if (version.itemChoices.length > 0) parts.push(`items: ${version.itemChoices.join(", ")}`);
  if (version.min !== null || version.max !== null) parts.push(`range ${version.min ?? ""}..${version.max ?? ""}`);
  if (version.regex !== null) parts.push(`pattern ${version.regex}`);
  if (version.required) parts.push("required");
  return parts.join("; ");
}

function valueText(value: OptionDefault): string {
  if (value === null) return "unset";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.join(",")}]`;
  if (typeof value === "object")
    return (
      Object.entries(value)
        .map(([key, item]) => `${key}:${item}`)
        .join(",") || "(empty)"
    );
  return value === "" ? "(empty)" : String(value);
}

function renderAuthPlugin(
  name: string,
  { plugins, secret, sections }: NonNullable<OptionExplanation["authPlugin"]>,
): string {
  const places = sections.map(({ project, section }) => `${project} [${section}]`);
  return [
    `${name}: option of the keystoneauth plugins ${plugins.join(", ")}`,
    `  taken where auth_type names one of them: ${places.join(", ")}`,
    ...(secret ? ["  secret: never paste its value"] : []),
  ].join("\n");
}
