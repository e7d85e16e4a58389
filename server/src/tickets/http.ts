import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { toString as qrSvg } from 'qrcode'

export interface TicketPorts {
  /** The ticket of today behind a short code. */
  byCode(
    hallId: string,
    code: string,
    deviceId: string,
  ): Promise<{ ticketId: string; number: string; status: string } | Refusal>
  present(ctx: Context, refusal: Refusal): void
}

const TEXT_MAX = 300

export function ticketRoutes(ports: TicketPorts): Router {
  const router = new Router()

  router.get('/api/halls/:hall/tickets/by-code/:code', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    if (actor.kind !== 'device' || actor.device !== 'kiosk' || actor.hallId !== ctx.params['hall']) {
      return ports.present(ctx, refuse('access.denied'))
    }
    const found = await ports.byCode(actor.hallId, ctx.params['code'] ?? '', actor.deviceId)
    if ('refused' in found) return ports.present(ctx, found)
    ctx.body = found
  })

  router.get('/api/qr.svg', async ctx => {
    const text = ctx.query['text']
    if (typeof text !== 'string' || text.length === 0 || text.length > TEXT_MAX) {
      return ports.present(ctx, refuse('command.malformed'))
    }
    ctx.type = 'image/svg+xml'
    ctx.set('Cache-Control', 'private, max-age=3600')
    ctx.body = await qrSvg(text, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
  })

  return router
}
