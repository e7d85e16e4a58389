import { sendForgeries } from '../../support/access/forged-callers.ts'
import { tryForgeries } from '../../support/access/forger.ts'
import { pair } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

/** Forged and edited tokens of tickets and devices, keys of bridges and passes: at what verifies them, and over HTTP at a hub. */
export const tokens: Campaign<{ verified: number; overHttp: number }> = {
  name: 'tokens',
  what: 'AC63: of tokens, keys of bridges and passes that were made up, edited, cut, signed with another key or are out of their time none is accepted.',
  full: { verified: 1_000_000, overHttp: 10_000 },
  quick: { verified: 2_000, overHttp: 200 },
  async run({ verified, overHttp }, seed) {
    const claims = new Claims()
    const startedMs = performance.now()
    const { accepted, example } = tryForgeries(verified, seed)
    const perSecond = Math.round(verified / ((performance.now() - startedMs) / 1_000))
    claims.none(
      'forged tokens accepted where they are verified',
      Array.from({ length: accepted }, () => example),
    )
    const hub = await startHub()
    try {
      const kiosk = await pair(hub.url, 'kiosk')
      const heard = await sendForgeries(hub.url, kiosk, overHttp, seed)
      kiosk.close()
      claims.atMost('forged tokens accepted over HTTP', heard.accepted, 0)
      claims.atMost('forged tokens over HTTP answered otherwise than 401', heard.failed, 0)
      return {
        line: `${verified} forged tokens verified: ${accepted} accepted; ${overHttp} over HTTP: ${heard.accepted} accepted, ${heard.failed} answered otherwise than 401`,
        claims: claims.all,
        figures: { accepted, acceptedOverHttp: heard.accepted, otherwiseOverHttp: heard.failed, perSecond },
      }
    } finally {
      await hub.dispose()
    }
  },
}
