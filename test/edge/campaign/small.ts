import { type Campaign, faultsOf } from '../../campaign/harness/campaign.ts'

const SEED = 7
export const TIMEOUT_MS = 240_000

/** Runs a campaign with its small counts. @returns what does not hold, or why nothing could be tried. */
export async function small(campaign: Campaign): Promise<{ faults: string[]; skipped?: string }> {
  const outcome = await campaign.run(campaign.quick, SEED)
  console.info(`seed ${SEED}: ${outcome.skipped === undefined ? outcome.line : `SKIPPED: ${outcome.skipped}`}`)
  return { faults: faultsOf(outcome), ...(outcome.skipped === undefined ? {} : { skipped: outcome.skipped }) }
}

/** Likewise where times are claimed too: here others work on the machine, and only what must never happen counts. */
export async function lostBy(campaign: Campaign): Promise<string[]> {
  const { line, claims, figures } = await campaign.run(campaign.quick, SEED)
  console.info(`seed ${SEED}: ${line}`)
  return faultsOf({ line, figures, claims: claims.filter(({ isTiming }) => isTiming !== true) })
}
