import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'

/** What these routes need of the house. */
export interface CounterPorts {
  /** Number and photo of who serves at a counter; empty where nobody does, or nothing was laid down. */
  officerAt(hallId: string, counterId: string): object
  present(ctx: Context, refusal: Refusal): void
}

export function counterRoutes({ officerAt, present }: CounterPorts): Router {
  const router = new Router()
  router.get('/api/halls/:hall/officer', ctx => {
    const actor = ctx.state['actor'] as Actor | undefined
    if (actor === undefined) return present(ctx, refuse('access.unknown'))
    const isTablet = actor.kind === 'device' && actor.device === 'tablet' && actor.hallId === ctx.params['hall']
    if (!isTablet) return present(ctx, refuse('access.denied'))
    ctx.body = officerAt(actor.hallId, actor.counterId ?? '')
  })
  return router
}
