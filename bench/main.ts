import { benchEvaluations } from './evaluations.ts'
import { print } from './report.ts'
import { benchRoom } from './room.ts'

/** `npm run bench [-- --quick]`: ours beside its floor or peer, in one run. */
const quick = process.argv.includes('--quick')
print([...(await benchEvaluations(quick ? 200 : 6_000)), ...(await benchRoom(quick ? 200 : 5_000))])
