/** The thread of `readSnapshotAside`. */
import { parentPort, workerData } from "node:worker_threads";
import { answerWork, type SnapshotWork } from "./read-snapshot.ts";

parentPort?.postMessage(await answerWork(workerData as SnapshotWork));
