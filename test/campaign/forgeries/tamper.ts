import { type Campaign, Claims } from '../harness/campaign.ts'
import { drill, KINDS } from './drills.ts'

/** A journal changed by another hand, again and again; the auditor has to say each time where it breaks. */
export const tamper: Campaign<{ drills: number }> = {
  name: 'tamper',
  what: 'JR23: a journal that was edited, cut, reordered or written anew by another hand is located at the very commit.',
  full: { drills: 5_000 },
  quick: { drills: 100 },
  async run({ drills: tally }, seed) {
    const claims = new Claims()
    const drills = await drill(tally, seed)
    const missed = drills.filter(({ told, expected }) => told !== expected)
    claims.none('changes that were not located where they are', missed)
    const byKind = KINDS.map(kind => [kind, drills.filter(one => one.kind === kind).length] as const)
    claims.none(
      'kinds of change that were not tried',
      byKind.flatMap(([kind, tried]) => (tried === 0 ? kind : [])),
    )
    return {
      line: `${tally} journals changed by another hand in ${KINDS.length} ways: ${tally - missed.length} located at the very commit`,
      claims: claims.all,
      figures: { ...Object.fromEntries(byKind), missed: missed.length },
    }
  },
}
