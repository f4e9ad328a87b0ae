/** The rules' own designer: findings and facts in, the five parts out, proved. */
import type { CheckResult } from "../check/finding.ts";
import type { Rule } from "../check/rule.ts";
import type { FactOptions } from "../facts/build-cloud.ts";
import type { Cloud } from "../facts/cloud.ts";
import { storeSectionOf } from "../facts/place.ts";
import type { WantedChange } from "./changes.ts";
import { collectChanges } from "./changes.ts";
import type { Decisions } from "./decide.ts";
import { decide } from "./decide.ts";
import { layoutAfter } from "./layout.ts";
import { migrationChanges } from "./migrate.ts";
import { partA, strayStores } from "./part-a.ts";
import { partB } from "./part-b.ts";
import { partC } from "./part-c.ts";
import { cacheChanges, cacheOffChanges, partD, withoutCacheSetUp } from "./part-d.ts";
import { partE } from "./part-e.ts";
import type { Design } from "./schema.ts";
import { templateChanges } from "./template.ts";
import type { Verified } from "./verify.ts";
import { verify } from "./verify.ts";

export type Designed = { design: Design; decisions: Decisions; verified: Verified };

/** Fills all five parts for any kind of cloud, also for one of which nothing is known. */
export function designAnswer(cloud: Cloud, rules: readonly Rule[], check: CheckResult, options: FactOptions): Designed {
  const decisions = decide(cloud);
  const { findings } = check;
  const asking = decisions.mode === "insufficient_input" || decisions.mode === "wrong_input";
  const cacheOff = cacheOffChanges(cloud, decisions, findings);
  const wanted = [...wantedChanges(cloud, decisions), ...cacheOff];
  const collected = asking
    ? { changes: templateChanges(cloud), dropped: [] }
    : collectChanges(cloud, wanted, cacheOff.length > 0 ? withoutCacheSetUp(findings) : findings, false);
  const verified = verify(cloud, rules, check, collected.changes, options);
  verified.verification.dropped.unshift(...collected.dropped);
  return { design: designOf(cloud, decisions, findings, verified), decisions, verified };
}

/** The five parts around changes that are proved already. */
export function designOf(
  cloud: Cloud,
  decisions: Decisions,
  findings: CheckResult["findings"],
  verified: Verified,
): Design {
  const { changes } = verified;
  return {
    a: partA(cloud, decisions, findings),
    b: partB(cloud, decisions, findings, changes),
    c: partC(cloud, decisions, findings, verified),
    d: partD(cloud, decisions, findings, changes),
    e: partE(cloud, decisions, findings),
  };
}

/** What the decisions themselves ask for, before any fix of a finding. */
function wantedChanges(cloud: Cloud, decisions: Decisions): WantedChange[] {
  const { api } = decisions;
  if (!api) return [];
  return [
    ...migrationChanges(cloud, api),
    ...defaultStoreChange(decisions),
    ...frontWeight(cloud, decisions),
    ...cacheChanges(cloud, decisions, api),
  ];
}

function defaultStoreChange({ api, defaultStore }: Decisions): WantedChange[] {
  if (
    !api ||
    !defaultStore?.change ||
    api.mode !== "multi_store" ||
    !api.stores.some(({ id }) => id === defaultStore.id)
  )
    return [];
  return [
    {
      file: api.file,
      section: "glance_store",
      key: "default_backend",
      value: defaultStore.id,
      why:
        api.defaultStore === null && api.defaultStoreId !== null
          ? "no store of the id that is written is enabled; ids are compared letter by letter"
          : "uploads without a store go where they are of most use",
    },
  ];
}

/** Images are copied into the store that disks are cloned from: its location must then come before the one they had. */
function frontWeight(cloud: Cloud, decisions: Decisions): WantedChange[] {
  const { api, cow, defaultStore } = decisions;
  if (api?.mode !== "multi_store" || cow !== "yes" || strayStores(cloud, api).length === 0) return [];
  const store = api.stores.find(({ id, type }) => id === defaultStore?.id && type === "rbd");
  const planned = layoutAfter(cloud, api, decisions).find(({ id }) => id === store?.id)?.weight ?? null;
  if (!store || planned === null || planned === store.weight) return [];
  return [
    {
      file: api.file,
      section: storeSectionOf(api, store),
      key: "weight",
      value: String(planned),
      why: "of an image that is in several stores, the location that disks are cloned from comes first",
    },
  ];
}
