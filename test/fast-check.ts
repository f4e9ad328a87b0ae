/** Property tests take the same examples on each run, so that a red run is about the change at hand; `FC_SEED=random` looks further. */
import fc from "fast-check";

const SEED = 20_261_123;
const { FC_SEED } = process.env;
fc.configureGlobal(FC_SEED === "random" ? {} : { seed: FC_SEED === undefined ? SEED : Number(FC_SEED) });
