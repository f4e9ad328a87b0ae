/** What people say of findings and answers: acknowledgements and feedback. */
import { type Kysely, sql } from "kysely";
import { breath } from "./breath.ts";
import type { Acknowledgements, Feedback, FeedbackBook } from "./store.ts";
import type { Tables } from "./tables.ts";

/** In a statement, which holds up the process for some ten milliseconds. */
const ROWS_AT_ONCE = 1_000;

/** `now` is the clock of the process. */
export function acknowledgementsOf(db: Kysely<Tables>, now: () => Date): Acknowledgements {
  const ofScope = (scope: string) => db.selectFrom("acknowledgements").selectAll().where("scope", "=", scope);
  const putAll: Acknowledgements["putAll"] = async (fingerprints, { scope, who, why, until }) => {
    await db.transaction().execute(async (trx) => {
      for (let from = 0; from < fingerprints.length; from += ROWS_AT_ONCE)
        await sql`insert into acknowledgements (scope, fingerprint, who, why, until, at)
          select ${scope}, value, ${who}, ${why}, ${until}::timestamptz, ${now()}::timestamptz
          from json_array_elements_text(${JSON.stringify(fingerprints.slice(from, from + ROWS_AT_ONCE))}::json)
          on conflict (scope, fingerprint) do update
          set who = excluded.who, why = excluded.why, until = excluded.until, at = excluded.at`
          .execute(trx)
          .then(breath);
    });
  };
  return {
    put: ({ fingerprint, ...said }) => putAll([fingerprint], said),
    putAll,
    async withdraw(scope, fingerprint) {
      const { numDeletedRows } = await db
        .deleteFrom("acknowledgements")
        .where("scope", "=", scope)
        .where("fingerprint", "=", fingerprint)
        .executeTakeFirst();
      return Number(numDeletedRows) === 1;
    },
    inForce: (scope) =>
      ofScope(scope)
        .where(({ eb, or }) => or([eb("until", "is", null), eb("until", ">", now())]))
        .orderBy("fingerprint")
        .execute(),
    since: (scope, since) =>
      ofScope(scope)
        .where(({ eb, or }) => or([eb("until", "is", null), eb("until", ">", since)]))
        .orderBy("fingerprint")
        .execute(),
    endingBy: (scope, by) =>
      ofScope(scope)
        .where("until", ">", now())
        .where("until", "<=", by)
        .orderBy("until")
        .orderBy("fingerprint")
        .execute(),
  };
}

/** `now` is the clock of the process. */
export function feedbackOf(db: Kysely<Tables>, now: () => Date): FeedbackBook {
  return {
    async put({ caseId, about, who, verdict, note }) {
      const said = { verdict, note, at: now() };
      await db
        .insertInto("feedback")
        .values({ case_id: caseId, about, who, ...said })
        .onConflict((conflict) => conflict.columns(["case_id", "about", "who"]).doUpdateSet(said))
        .execute();
    },
    async ofCase(caseId) {
      const rows = await db
        .selectFrom("feedback")
        .selectAll()
        .where("case_id", "=", caseId)
        .orderBy("about")
        .orderBy("who")
        .execute();
      return rows.map(({ case_id, about, who, verdict, note }) => ({
        caseId: case_id,
        about,
        who,
        verdict: verdict as Feedback["verdict"],
        note,
      }));
    },
  };
}
