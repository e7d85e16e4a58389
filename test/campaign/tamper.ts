import { drill, KINDS } from './drills.ts'

/** `node test/campaign/tamper.ts 500 [SEED]`: so many journals changed by another hand, each to be located. */
const [tally = '500', seed = '1'] = process.argv.slice(2)
const drills = await drill(Number(tally), Number(seed))
const missed = drills.filter(({ told, expected }) => told !== expected)
for (const kind of KINDS) console.log(`${kind}\t${drills.filter(one => one.kind === kind).length}`)
for (const one of missed) console.log(`missed: ${JSON.stringify(one)}`)
console.log(`${drills.length - missed.length} of ${drills.length} located, seed ${seed}`)
process.exitCode = missed.length === 0 ? 0 : 1
