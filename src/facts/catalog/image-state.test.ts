import { describe, expect, it } from "vitest";
import { imageState, isLive } from "./image-state.ts";

describe("what a status means for the bytes", () => {
  it.each([
    ["active", undefined, "settled"],
    ["ACTIVE", false, "settled"],
    ["deactivated", false, "settled"],
    [undefined, undefined, "settled"],
    ["queued", false, "in-flight"],
    ["saving", undefined, "in-flight"],
    ["uploading", undefined, "in-flight"],
    ["importing", undefined, "in-flight"],
    ["pending_delete", true, "pending"],
    ["pending_delete", undefined, "pending"],
    ["deleted", true, "gone"],
    ["killed", false, "gone"],
    ["active", true, "gone"],
  ])("%s, row deleted %s: %s", (status, deletedRow, state) => {
    expect(imageState({ status, deletedRow })).toBe(state);
    expect(isLive({ status, deletedRow })).toBe(state === "settled" || state === "in-flight");
  });
});
