/** The forms that people fill in, and what stands in them afterwards. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import { RELEASES } from "../../options/option.ts";
import { plain } from "../inert.ts";
import { cut, LIMITS } from "../limits.ts";
import { context, paragraph } from "./blocks.ts";

/** What a form belongs to; ids alone, never text of a file. */
export type FormKind = "design" | "check" | "hygiene";
export type FormPlace = { kind: FormKind; channel: string; thread: string | null; caseId: string | null };

export type FormChoices = { clouds: readonly string[]; models: readonly string[] };

/** A file as Slack tells of it; its content is fetched by the worker. */
export type NamedFile = { id: string; name: string; size: number; url: string };

export type ReviewForm = {
  cloud: string | null;
  release: string | null;
  model: string | null;
  files: NamedFile[];
  pasted: string;
  request: string;
};

const NONE = "-";
const word = (text: string, most: number) =>
  ({ type: "plain_text", text: cut(plain(text), most), emoji: false }) as const;
const option = (value: string, text: string): PlainTextOption => ({ text: word(text, LIMITS.option), value });

const choice = (id: string, label: string, options: readonly PlainTextOption[]): InputBlock => {
  const [first] = options;
  return {
    type: "input",
    block_id: id,
    optional: true,
    label: word(label, LIMITS.label),
    element: {
      type: "static_select",
      action_id: id,
      options: [...options],
      ...(first ? { initial_option: first } : {}),
    },
  };
};

const textBox = (id: string, label: string, hint: string, initial = ""): InputBlock => ({
  type: "input",
  block_id: id,
  optional: true,
  label: word(label, LIMITS.label),
  hint: word(hint, LIMITS.label),
  element: {
    type: "plain_text_input",
    action_id: id,
    multiline: true,
    max_length: LIMITS.input,
    ...(initial ? { initial_value: cut(plain(initial), LIMITS.input) } : {}),
  },
});

/** Title, button, and which files to give. */
const FORMS: Readonly<Record<FormKind, { title: string; submit: string; files: string }>> = {
  design: {
    title: "Design image stores",
    submit: "Design",
    files: "glance-api.conf, nova.conf, cinder.conf, ceph.conf, listings; 1 MiB each, listings 10 MiB",
  },
  check: {
    title: "Check image stores",
    submit: "Check",
    files: "glance-api.conf, nova.conf, cinder.conf, ceph.conf, listings; 1 MiB each, listings 10 MiB",
  },
  hygiene: {
    title: "Image store hygiene",
    submit: "Look",
    files: "openstack image list --long -f json as admin, rbd ls -l and rbd du of the pools, as JSON; 10 MiB each",
  },
};

/** `/glance design`, `/glance check` and `/glance hygiene`. */
export function reviewForm(place: FormPlace, choices: FormChoices, request = ""): ModalView {
  const words = FORMS[place.kind];
  const blocks: KnownBlock[] = [
    paragraph(
      "Files with secrets: run `glancewright pack PATH > safe-to-paste.txt` first and give that. What Slack has, it keeps.",
    ),
    {
      type: "input",
      block_id: "files",
      optional: true,
      label: word("Files", LIMITS.label),
      hint: word(words.files, LIMITS.label),
      element: { type: "file_input", action_id: "files", max_files: LIMITS.files },
    },
    textBox("pasted", "Or paste", "Several files one after the other are told apart. Up to 3,000 characters."),
    textBox(
      "request",
      "What do you want to know?",
      "In your words: what is slow, what is planned, what the files do not show.",
      request,
    ),
    choice("release", "OpenStack release", [
      option(NONE, "as the files show"),
      ...RELEASES.toReversed().map((release) => option(release, release)),
    ]),
    ...(choices.clouds.length > 0
      ? [
          choice("cloud", "Cloud", [
            option(NONE, "none of these"),
            ...choices.clouds.slice(0, 90).map((name) => option(name, name)),
          ]),
        ]
      : []),
    ...(place.kind === "design" && choices.models.length > 0
      ? [
          choice("model", "Advice on top of the rules", [
            ...choices.models.map((name) => option(name, name)),
            option(NONE, "rules alone"),
          ]),
        ]
      : []),
    context("A case is readable where it is opened, and is forgotten after the time that your administrators set."),
  ];
  return {
    type: "modal",
    callback_id: "review-form",
    private_metadata: JSON.stringify(place),
    title: word(words.title, LIMITS.modalTitle),
    submit: word(words.submit, LIMITS.modalTitle),
    close: word("Cancel", LIMITS.modalTitle),
    blocks,
  };
}

/** State of a submitted form, as Slack sends it. Anything may be missing. */
export type FormState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type StateValue = {
  value?: string | null;
  selected_option?: { value?: string } | null;
  selected_date?: string | null;
  files?: unknown;
};

const stateOf = (state: FormState, id: string): StateValue => (state[id]?.[id] ?? {}) as StateValue;

/** The choice under an id, null for none. */
function chosen(state: FormState, id: string): string | null {
  const value = stateOf(state, id).selected_option?.value ?? NONE;
  return value === NONE ? null : value;
}

/** What was filled in, or sentences for the fields that are wrong. */
export function readReviewForm(state: FormState): { form: ReviewForm } | { errors: Record<string, string> } {
  const form: ReviewForm = {
    cloud: chosen(state, "cloud"),
    release: chosen(state, "release"),
    model: chosen(state, "model"),
    files: namedFiles(stateOf(state, "files").files),
    pasted: stateOf(state, "pasted").value ?? "",
    request: stateOf(state, "request").value ?? "",
  };
  if (form.files.length === 0 && form.pasted.trim() === "" && form.request.trim() === "")
    return { errors: { files: "Give at least one file, a paste, or a question." } };
  return { form };
}

/** Files as events and forms name them; what has no id or address is left out. */
export function namedFiles(value: unknown): NamedFile[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((file: Readonly<Record<string, unknown>>) => {
    const { id, name, size, url_private_download: url } = file ?? {};
    if (typeof id !== "string" || typeof url !== "string") return [];
    return [{ id, url, name: typeof name === "string" ? name : "file", size: typeof size === "number" ? size : 0 }];
  });
}

/** Accept a finding: which, until when, why. `findings` are those of the answer, the worst first. */
export function acknowledgeForm(
  caseId: string,
  findings: readonly { fingerprint: string; severity: string; title: string }[],
  today: string,
): ModalView {
  return {
    type: "modal",
    callback_id: "acknowledge-form",
    private_metadata: JSON.stringify({ caseId }),
    title: word("Acknowledge", LIMITS.modalTitle),
    submit: word("Acknowledge", LIMITS.modalTitle),
    close: word("Cancel", LIMITS.modalTitle),
    blocks: [
      {
        type: "input",
        block_id: "finding",
        label: word("Finding", LIMITS.label),
        element: {
          type: "static_select",
          action_id: "finding",
          options: findings
            .slice(0, 100)
            .map(({ fingerprint, severity, title }) => option(fingerprint, `${severity.toUpperCase()}: ${title}`)),
        },
      },
      {
        type: "input",
        block_id: "until",
        label: word("Until", LIMITS.label),
        hint: word("It comes back after that day.", LIMITS.label),
        element: { type: "datepicker", action_id: "until", initial_date: in30Days(today) },
      },
      {
        type: "input",
        block_id: "why",
        label: word("Why", LIMITS.label),
        element: { type: "plain_text_input", action_id: "why", max_length: 500 },
      },
    ],
  };
}

const in30Days = (today: string): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + 30 * 86_400_000).toISOString().slice(0, 10);

export type AcknowledgeForm = { fingerprint: string; until: string; why: string };

/** `today` as 2026-11-23: an end in the past is no end. */
export function readAcknowledgeForm(
  state: FormState,
  today: string,
): { form: AcknowledgeForm } | { errors: Record<string, string> } {
  const fingerprint = chosen(state, "finding");
  const until = stateOf(state, "until").selected_date ?? "";
  const why = (stateOf(state, "why").value ?? "").trim();
  if (!fingerprint) return { errors: { finding: "Choose a finding." } };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || until <= today) return { errors: { until: "Choose a day after today." } };
  if (why === "") return { errors: { why: "Say why, for those who read it later." } };
  return { form: { fingerprint, until, why } };
}
