/** The thread of `historyAside`. */
import { workerData } from "node:worker_threads";
import { historyHere } from "../hygiene/history-work.ts";
import type { HistoryTask } from "./history-aside.ts";
import { answerThread } from "./in-thread.ts";

const { kind, given } = workerData as HistoryTask;
await answerThread(() => historyHere(kind, given as never));
