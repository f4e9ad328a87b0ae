import { describe, expect, test } from "vitest";
import { peopleOf } from "./people.ts";

const SELF = { team: "T0HOME", enterprise: "E0HOME", user: "U0BOT" };

/** Slack as far as it tells of people; an error is thrown as its library does. */
function slackThatTells(tell: (user: string) => object) {
  const asked: string[] = [];
  return {
    asked,
    users: {
      info: async ({ user }: { user: string }) => {
        asked.push(user);
        return { ok: true, user: tell(user) };
      },
    } as never,
  };
}
const refuses = (error: string) => () => {
  throw Object.assign(new Error(error), { data: { ok: false, error } });
};

describe("who somebody is", () => {
  test.each([
    ["a member", { team_id: "T0HOME" }, { restricted: false, stranger: false }],
    ["a guest", { team_id: "T0HOME", is_restricted: true }, { restricted: true, stranger: false }],
    ["a guest of one channel", { team_id: "T0HOME", is_ultra_restricted: true }, { restricted: true, stranger: false }],
    ["a bot", { team_id: "T0HOME", is_bot: true }, { restricted: true, stranger: false }],
    ["somebody who left", { team_id: "T0HOME", deleted: true }, { restricted: true, stranger: false }],
    ["a person of another company", { team_id: "T0OTHER" }, { restricted: false, stranger: true }],
    ["one of whom no workspace is told", {}, { restricted: false, stranger: true }],
    [
      "one that Slack calls a stranger",
      { team_id: "T0HOME", is_stranger: true },
      { restricted: false, stranger: true },
    ],
    [
      "a colleague of another workspace of the enterprise",
      { team_id: "T0BRANCH", enterprise_user: { enterprise_id: "E0HOME" } },
      { restricted: false, stranger: false },
    ],
    [
      "a person of another enterprise",
      { team_id: "T0OTHER", enterprise_user: { enterprise_id: "E0OTHER" } },
      { restricted: false, stranger: true },
    ],
  ])("%s", async (_what, told, expected) => {
    expect(
      await peopleOf(
        slackThatTells(() => told),
        SELF,
        () => 0,
      )("U1"),
    ).toMatchObject(expected);
  });

  test("without an enterprise of ours nobody comes in by having none either", async () => {
    const alone = { ...SELF, enterprise: null };
    expect(
      await peopleOf(
        slackThatTells(() => ({ team_id: "T0OTHER" })),
        alone,
        () => 0,
      )("U1"),
    ).toMatchObject({
      stranger: true,
    });
  });

  test("whoever Slack does not tell of is a guest for now, and is asked for again", async () => {
    const slack = slackThatTells(refuses("user_not_found"));
    const people = peopleOf(slack, SELF, () => 0);
    expect([await people("U1"), await people("U1")].map(({ restricted }) => restricted)).toEqual([true, true]);
    expect(slack.asked).toHaveLength(2);
  });

  test("a connection that fails tells nothing of anybody", async () => {
    const slack = slackThatTells(() => {
      throw new Error("socket hang up");
    });
    await expect(peopleOf(slack, SELF, () => 0)("U1")).rejects.toThrow();
  });

  test("what was told is kept for ten minutes", async () => {
    let now = 0;
    const slack = slackThatTells(() => ({ team_id: "T0HOME" }));
    const people = peopleOf(slack, SELF, () => now);
    await people("U1");
    now = 9 * 60_000;
    await people("U1");
    now = 11 * 60_000;
    await people("U1");
    expect(slack.asked).toHaveLength(2);
  });
});
