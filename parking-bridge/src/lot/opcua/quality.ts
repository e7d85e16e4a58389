import type { StatusCode } from 'node-opcua'

/*
 * The three severities of a status (OPC 10000-4 §7.38, ADR 48). The library's own `isGood` is that of the code 0 alone,
 * while a server may say more beside it: a limit, a value set by hand, an overflow of its queue.
 */

/** What was said may be taken for true. */
export const isGood = (status: StatusCode): boolean => status.isGoodish()

/** Usable with doubt, as a last value before a sensor was lost: fit to be shown, and no proof of anything. */
export const isUncertain = (status: StatusCode): boolean => !status.isGoodish() && !status.isBad()

/** Fit to be shown. */
export const isUsable = (status: StatusCode): boolean => !status.isBad()

/** Good codes that say the work is not done yet, or has to be asked for again: what became of a call is unknown (PF37). */
const NOT_DONE = new Set(['GoodCompletesAsynchronously', 'GoodCallAgain'])

/** The answer of a call that tells what came of it. */
export const isProof = (status: StatusCode): boolean => isGood(status) && !NOT_DONE.has(status.name)
