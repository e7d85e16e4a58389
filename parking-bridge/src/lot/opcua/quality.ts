import { type StatusCode, StatusCodes } from 'node-opcua'

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

/** Good words that tell of no end: what was asked for may not have run yet. */
const ON_THE_WAY: ReadonlySet<string> = new Set([
  StatusCodes.GoodCompletesAsynchronously.name,
  StatusCodes.GoodCallAgain.name,
])

/** What was called has run, and its answer may be taken for true. */
export const isDone = (status: StatusCode): boolean => isGood(status) && !ON_THE_WAY.has(status.name)

/** Of what was asked to be watched, which tells no status before it is. */
export const isRefused = (status: StatusCode | undefined): status is StatusCode =>
  status !== undefined && !isGood(status)
