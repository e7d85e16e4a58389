import { pair } from '../support/client.ts'
import { sendForgeries } from '../support/forged-callers.ts'
import { tryForgeries } from '../support/forger.ts'
import { startHub } from '../support/hub-process.ts'

/**
 * Forged tokens in numbers that do not fit into the suite. Arguments: how many are verified, how many are sent over
 * HTTP to a real hub, and the seed.
 */
const [talliedText = '1000000', overHttpText = '10000', seedText = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
const tallied = Number(talliedText)
const overHttp = Number(overHttpText)
const seed = Number(seedText)

const startedMs = performance.now()
const { accepted, example } = tryForgeries(tallied, seed)
console.log(`seed ${seed}`)
console.log(`${tallied} forged, ${accepted} accepted, ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
if (example !== undefined) console.log(`accepted: ${example}`)

const hub = await startHub()
const heard = await sendForgeries(hub.url, await pair(hub.url, 'kiosk'), overHttp, seed)
await hub.dispose()
console.log(`${overHttp} forged over HTTP, ${heard.accepted} accepted, ${heard.failed} failed`)
process.exitCode = accepted + heard.accepted + heard.failed === 0 ? 0 : 1
