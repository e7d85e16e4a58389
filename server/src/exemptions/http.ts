import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'

/** What these routes need of the house. */
export interface ExemptionPorts {
  /** History of a business day, plates in the clear for those who may see them. */
  ofDay(hallId: string, businessDay: string): Promise<object[]>
  present(ctx: Context, refusal: Refusal): void
}

const Day = z.iso.date()

export function exemptionRoutes(ports: ExemptionPorts): Router {
  const router = new Router()

  router.get('/api/halls/:hall/exemptions', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    const hallId = ctx.params['hall'] ?? ''
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    if (actor.kind !== 'staff' || actor.role === 'clerk' || !actor.hallIds.includes(hallId)) {
      return ports.present(ctx, refuse('access.denied'))
    }
    const day = Day.safeParse(ctx.query['day'])
    if (!day.success) return ports.present(ctx, refuse('command.malformed'))
    ctx.body = await ports.ofDay(hallId, day.data)
  })

  return router
}
