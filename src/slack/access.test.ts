import { expect, test } from "vitest";
import { type Access, type Deed, mayOpenCase, type Person, type Place, refusalOf } from "./access.ts";

const OPEN: Access = { workspaces: null, channels: null, users: null, administrators: null };
const LISTED: Access = {
  workspaces: ["T0HOME"],
  channels: ["C0CLOUD"],
  users: ["U0ADA"],
  administrators: ["U0ROOT"],
};
const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  workspace: "T0HOME",
  restricted: false,
  stranger: false,
  ...more,
});
const PEOPLE = {
  listed: person("U0ADA"),
  administrator: person("U0ROOT"),
  member: person("U0BOB"),
  guest: person("U0ADA", { restricted: true }),
  stranger: person("U0ADA", { stranger: true }),
  elsewhere: person("U0ADA", { workspace: "T0OTHER" }),
};
const PLACES = {
  listed: { channel: "C0CLOUD", direct: false },
  other: { channel: "C0LUNCH", direct: false },
  direct: { channel: "D0ADA", direct: true },
} satisfies Record<string, Place>;
const DEEDS: readonly Deed[] = ["read", "review", "decide"];

/** Who may do what and where, with all lists set; everything that is not named here is refused. */
const ALLOWED = new Set(
  ["listed", "administrator"].flatMap((who) =>
    ["listed", "direct"].flatMap((where) =>
      DEEDS.filter((deed) => deed !== "decide" || who === "administrator").map((deed) => `${who} ${where} ${deed}`),
    ),
  ),
);

for (const [who, someone] of Object.entries(PEOPLE))
  for (const [where, place] of Object.entries(PLACES))
    for (const deed of DEEDS)
      test(`with lists: ${who} in ${where} to ${deed}`, () => {
        expect(refusalOf(LISTED, someone, place, deed) === null).toBe(ALLOWED.has(`${who} ${where} ${deed}`));
      });

test("without lists every member may do everything, guests and strangers nothing", () => {
  for (const place of Object.values(PLACES))
    for (const deed of DEEDS) {
      expect(refusalOf(OPEN, PEOPLE.member, place, deed)).toBeNull();
      expect(refusalOf(OPEN, PEOPLE.guest, place, deed)).not.toBeNull();
      expect(refusalOf(OPEN, PEOPLE.stranger, place, deed)).not.toBeNull();
    }
});

test("a case opens only where it was opened", () => {
  expect(mayOpenCase({ channel: "C0CLOUD" }, PLACES.listed)).toBe(true);
  expect(mayOpenCase({ channel: "C0CLOUD" }, PLACES.other)).toBe(false);
  expect(mayOpenCase(null, PLACES.listed)).toBe(false);
});
