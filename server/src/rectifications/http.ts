import Router from '@koa/router'
import { type Actor, type CaseList, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'

export interface CasePorts {
  /** Nothing where there is no such hall. */
  ofHall(hallId: string): Promise<CaseList> | undefined
  present(ctx: Context, refusal: Refusal): void
}

export function caseRoutes(ports: CasePorts): Router {
  const router = new Router()
  router.get('/api/halls/:hall/cases', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    const hallId = ctx.params['hall'] ?? ''
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    // A case tells the level of one rating: managers only, never the rated staff.
    const allowed =
      actor.kind === 'staff' && (actor.role === 'manager' || actor.role === 'admin') && actor.hallIds.includes(hallId)
    if (!allowed) return ports.present(ctx, refuse('access.denied'))
    const cases = await ports.ofHall(hallId)
    if (cases === undefined) return ports.present(ctx, refuse('hall.unknown'))
    ctx.body = cases
  })
  return router
}
