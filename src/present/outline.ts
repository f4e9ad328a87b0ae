/** What a report says, in order, free of any markup: the terminal and Markdown only differ in how they draw it. */

import { alike } from "../check/alike.ts";
import type { Review, ReviewFinding } from "../design/schema.ts";
import { humanBytes, plural } from "../units.ts";
import { hygieneView } from "./hygiene-view.ts";

export type Block =
  | { kind: "heading"; level: 1 | 2; text: string }
  | { kind: "paragraph"; text: string }
  /** `table`: the same in columns, for where columns can be drawn. */
  | { kind: "list"; items: string[]; table?: Table }
  | { kind: "finding"; finding: ReviewFinding }
  | { kind: "code"; language: string; text: string };

export type Table = { columns: string[]; rows: string[][] };

type Kind = "review" | "check" | "hygiene";

/** The whole report. */
export function outline(whole: Review, kind: Kind): Block[] {
  const review = kind === "hygiene" ? hygieneView(whole) : whole;
  const blocks: Block[] = [
    { kind: "heading", level: 1, text: review.verdict.headline },
    {
      kind: "paragraph",
      text: `Release: ${review.release}. Answered by: ${review.answeredBy}. Mode: ${review.mode}. Everything below is checked on paper: rules and option catalogue.`,
    },
    ...section("Safe now", list(review.verdict.safeNow)),
    ...section("Answers", list(review.answers.map(({ question, answer }) => `${question} ${answer}`))),
    ...(review.model ? modelBlocks(review, review.model) : []),
    ...findingBlocks(review, kind),
  ];
  if (kind === "review") blocks.push(...partA(review), ...partB(review), ...partC(review), ...partD(review));
  if (kind !== "check") blocks.push(...partE(review));
  return [...blocks, ...closing(review)];
}

/** Most items of a list on a page; all of them are in the JSON. */
const MOST_ITEMS = 50;

function list(items: string[], table?: Table): Block[] {
  if (items.length === 0) return [];
  const left = items.length - MOST_ITEMS;
  if (left <= 0) return [{ kind: "list", items, ...(table ? { table } : {}) }];
  const more = `and ${left} more, in the JSON form`;
  return [
    {
      kind: "list",
      items: [...items.slice(0, MOST_ITEMS), more],
      ...(table ? { table: { columns: table.columns, rows: [...table.rows.slice(0, MOST_ITEMS), [more]] } } : {}),
    },
  ];
}

const section = (text: string, body: Block[]): Block[] =>
  body.length > 0 ? [{ kind: "heading", level: 2, text }, ...body] : [];
const paragraph = (text: string): Block => ({ kind: "paragraph", text });
const amount = (bytes: number | null): string => (bytes === null ? "" : `, ${humanBytes(bytes)}`);
const imagesWord = (images: number | null): string => (images === null ? "" : `, ${plural(images, "image")}`);

/** What a model added to the rules' answer, and what of its answer is not shown. */
function modelBlocks({ findings }: Review, model: NonNullable<Review["model"]>): Block[] {
  const titles = new Map(findings.map(({ fingerprint, title }) => [fingerprint, title]));
  return section(`Advice of ${model.name}`, [
    ...(model.headline ? [paragraph(model.headline)] : []),
    ...(model.because
      ? [paragraph(`${model.outcome === "not-used" ? "Not used" : "In part"}: ${model.because}.`)]
      : []),
    ...list(model.work.map(({ finding, why }, index) => `${index + 1}. ${titles.get(finding) ?? finding}. ${why}`)),
    ...list(model.changed.map(({ part, what }) => `(${part}) ${what}`)),
    ...list(model.unknown.map((text) => `not known: ${text}`)),
    ...list(model.dropped.map(({ where, why }) => `left out at ${where}: ${why}`)),
  ]);
}

const MOST_PLACES = 4;

/** What was found in several files, as one finding that names its places. */
export function together(group: readonly [ReviewFinding, ...ReviewFinding[]]): ReviewFinding {
  const [first, ...more] = group;
  if (more.length === 0) return first;
  const places = group.map(({ file, line }) => (line === null ? file : `${file}:${line}`));
  const named = places.slice(0, MOST_PLACES).join(", ");
  const left = places.length - MOST_PLACES;
  return {
    ...first,
    file: left > 0 ? `${named} and ${left} more` : named,
    line: null,
    fix: first.fix ? `${first.fix}; the same in the others` : first.fix,
  };
}

function findingBlocks({ findings }: Review, kind: Kind): Block[] {
  const own = kind === "hygiene" ? findings.filter(({ part }) => part === "e") : findings;
  const shown = alike(own).map(together);
  if (shown.length === 0) return [...section("Findings", [paragraph("None.")])];
  return section(
    `Findings (${shown.length})`,
    shown.map((finding) => ({ kind: "finding", finding })),
  );
}

function partA({ design: { a } }: Review): Block[] {
  const choice = a.defaultStore
    ? `Default store: ${a.defaultStore.id} (${a.defaultStore.type})${a.defaultStore.change ? (a.defaultStore.conditional ? ", to be added" : ", a change") : ", as today"}.`
    : "No default store is named.";
  const weighted = a.stores.some(({ weight }) => weight !== null && weight !== 0);
  const held = a.placement.stores.filter(
    ({ images, bytes, capacityBytes }) => images !== null || bytes !== null || capacityBytes !== null,
  );
  return section("(a) Store layout and default store", [
    paragraph(`${choice} ${a.why}`),
    ...list(
      a.stores.map(
        ({ id, type, role, weight, why }) =>
          `${id} (${type}): ${role}${weighted && weight !== null ? `, weight ${weight}` : ""}; ${why}`,
      ),
      {
        columns: ["Store", "Driver", "Role", ...(weighted ? ["Weight"] : []), "Why"],
        rows: a.stores.map(({ id, type, role, weight, why }) => [
          id,
          type,
          role,
          ...(weighted ? [`${weight ?? ""}`] : []),
          why,
        ]),
      },
    ),
    paragraph(`Clone boot: ${a.cow.recommend}. ${a.cow.why}`),
    ...list(
      a.cow.consumers.map(
        ({ consumer, scope, store, verdict, because }) =>
          `${consumer} (${scope}) from ${store || "no store"}: ${verdict}; ${because}`,
      ),
    ),
    ...list(
      a.cow.observed.map(
        ({ pool, disks, clones }) => `seen in pool ${pool}: ${clones} of ${plural(disks, "disk")} are clones`,
      ),
    ),
    ...list(
      held.map(
        ({ id, images, bytes, capacityBytes }) =>
          `${id}${imagesWord(images)}${amount(bytes)}${capacityBytes === null ? "" : ` of ${humanBytes(capacityBytes)}`}`,
      ),
    ),
    paragraph("Placement policy:"),
    ...list(a.placement.policy),
    ...list(
      a.placement.moves.map(({ what, images, bytes, how }) => `${what}${imagesWord(images)}${amount(bytes)}: ${how}`),
    ),
    ...(a.placement.cost ? [paragraph(a.placement.cost)] : []),
    ...list(a.existingImages.map(({ order, what, check }) => `${order}. ${what} Check: ${check}.`)),
  ]);
}

function partB({ design: { b } }: Review): Block[] {
  return section("(b) Format policy and conversion", [
    paragraph(`Format: ${b.policyFormat}. ${b.why}`),
    ...list(b.paths.map(({ path, enforced, how }) => `${path}: held to it: ${enforced}; ${how}`)),
    ...list(
      b.figures.map(
        ({ label, value, unit, assumption }) =>
          `${label}: ${unit === "B" ? humanBytes(value) : `${value} ${unit}`}${assumption ? ` (${assumption})` : ""}`,
      ),
    ),
    ...list(
      b.migration.map(
        ({ order, what, images, bytes, how }) => `${order}. ${what}${imagesWord(images)}${amount(bytes)}: ${how}`,
      ),
    ),
  ]);
}

/** Serious findings that the changes leave, each with why; the rest is in the JSON. */
function stillOpen(
  unresolved: Review["design"]["c"]["verification"]["unresolved"],
  findings: readonly ReviewFinding[],
): Block[] {
  const serious = new Map(
    findings
      .filter(({ severity }) => severity === "high" || severity === "medium")
      .map(({ fingerprint, severity }) => [fingerprint, severity]),
  );
  return list(
    unresolved
      .filter(({ fingerprint }) => serious.has(fingerprint))
      .map(({ fingerprint, title, why }) => `still ${serious.get(fingerprint)}: ${title}; ${why}`),
  );
}

function partC({ design: { c }, redactions, findings }: Review): Block[] {
  const { before, after, introduced, dropped } = c.verification;
  return section("(c) Keys to set", [
    paragraph(c.why),
    ...list(
      c.changes.map(
        (change) =>
          `${change.file}: [${change.section}] ${change.key} ${change.value === null ? "is removed" : `= ${change.value}`}${change.was === null ? "" : ` (was ${change.was})`}${change.conditional ? " [only if]" : ""}${change.perNode ? " [another value on each node]" : ""}: ${change.why}`,
      ),
      changesTable(c.changes),
    ),
    ...(c.diff === "" ? [] : [{ kind: "code", language: "diff", text: c.diff } as const]),
    ...(c.diff !== "" && redactions.length > 0
      ? [
          paragraph(
            "Secrets stand as placeholders in patched/: apply changes.diff to your own files instead of copying them.",
          ),
        ]
      : []),
    paragraph(
      `Findings before: ${before.high} high, ${before.medium} medium, ${before.low} low. After: ${after.high} high, ${after.medium} medium, ${after.low} low. New: ${introduced.length}.`,
    ),
    ...stillOpen(c.verification.unresolved, findings),
    ...list(
      dropped.map(({ change, why }) => `left out: [${change.section}] ${change.key} = ${change.value ?? ""}: ${why}`),
    ),
    ...list(c.rollout.map(({ order, process, action, check }) => `${order}. ${process}: ${action}. Check: ${check}.`)),
    ...(c.rollback.steps.length > 0
      ? [paragraph(`Way back: ${c.rollback.steps.join("; ")}. It does not undo: ${c.rollback.doesNotUndo.join("; ")}.`)]
      : []),
    ...(c.channel ? [paragraph(`Write it where the deployment tool keeps it: ${c.channel}.`)] : []),
  ]);
}

/** Narrow enough for a phone: the file stands with its keys, and only where there are several. */
function changesTable(changes: Review["design"]["c"]["changes"]): Table {
  const several = new Set(changes.map(({ file }) => file)).size > 1;
  return {
    columns: ["Key", "Now → then", "Why"],
    rows: changes.map(({ file, section, key, was, value, conditional, perNode, why }) => [
      `[${section}] ${key}${several ? ` (${file})` : ""}`,
      `${was ?? "not set"} → ${value ?? "removed"}${conditional ? " [only if]" : ""}${perNode ? " [another on each node]" : ""}`,
      why,
    ]),
  };
}

function partD({ design: { d } }: Review): Block[] {
  return section("(d) Image cache", [
    paragraph(`Glance cache: ${d.glanceCache.replaceAll("_", " ")}. ${d.why}`),
    ...(d.size
      ? [paragraph(`Size per node: ${humanBytes(d.size.bytes)} (${d.size.bytes}), from ${d.size.from}.`)]
      : []),
    ...list(d.schedule.map(({ what, when, how }) => `${what}, ${when}: ${how}`)),
    ...list([...d.nova, ...d.cinder]),
    ...list(d.doNotCache.map((what) => `do not cache ${what}`)),
  ]);
}

/** Nothing is not zero bytes: it was not shown. */
const reclaimable = ({ reclaimableBytes }: Review["design"]["e"]): string =>
  reclaimableBytes > 0
    ? `At most ${humanBytes(reclaimableBytes)} may be reclaimed.`
    : "Nothing is proved to be reclaimable.";

function partE({ design: { e } }: Review): Block[] {
  return section("(e) Orphans, duplicates, reclamation", [
    paragraph(`${e.why} ${reclaimable(e)}`),
    ...list(
      e.orphans.map(
        ({ pool, name, bytes, missingProof }) =>
          `candidate ${pool === null ? "" : `${pool}/`}${name}${amount(bytes)}; still to be shown: ${missingProof.join(", ") || "nothing"}`,
      ),
      {
        columns: ["Candidate", "Size", "Still to be shown"],
        rows: e.orphans.map(({ pool, name, bytes, missingProof }) => [
          pool === null ? name : `${pool}/${name}`,
          bytes === null ? "not told" : humanBytes(bytes),
          missingProof.join(", ") || "nothing",
        ]),
      },
    ),
    ...list(
      e.missing.map(
        ({ imageId, store }) => `image ${imageId} has no data${store === null ? "" : ` in store ${store}`}`,
      ),
    ),
    ...list(e.duplicateGroups.map((ids) => `same bytes: ${ids.join(", ")}`)),
    ...list(
      e.steps.map(
        ({ id, guard, command, why }) => `${id}: ${[...guard, why].join("; ")}${command ? `\n${command}` : ""}`,
      ),
    ),
    ...list(e.leftAlone.map(({ object, why }) => `left alone: ${object}: ${why}`)),
    ...list(e.visibility.map(({ what, who, policy }) => `${what}; by ${who}; ${policy}`)),
  ]);
}

function closing({ questions, unchecked, inputs, redactions }: Review): Block[] {
  const needs = new Map<string, number>();
  for (const { needs: names } of unchecked) for (const name of names) needs.set(name, (needs.get(name) ?? 0) + 1);
  return [
    ...section(
      "Questions",
      list(questions.map(({ ask, unlocks }) => `${ask}${unlocks > 1 ? ` (${unlocks} more rules can run)` : ""}`)),
    ),
    ...section(
      `Not checked (${unchecked.length} rules)`,
      list(
        [...needs]
          .sort((left, right) => right[1] - left[1])
          .slice(0, 8)
          .map(([name, count]) => `${plural(count, "rule")} would need ${name}`),
      ),
    ),
    ...section(
      "Input",
      list([
        ...inputs.map(({ file, kind, note }) => `${file}: ${kind}${note ? `; ${note}` : ""}`),
        ...(redactions.length > 0
          ? [`${plural(redactions.length, "secret")} replaced by placeholders before anything was read`]
          : []),
      ]),
    ),
  ];
}
