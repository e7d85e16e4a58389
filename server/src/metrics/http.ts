import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'

export interface DayPorts {
  find(hallId: string, businessDay: string): Promise<object | undefined>
  present(ctx: Context, refusal: Refusal): void
}

export function dayRoutes(ports: DayPorts): Router {
  const router = new Router()
  router.get('/api/halls/:hall/days/:day', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    const hallId = ctx.params['hall'] ?? ''
    const day = z.iso.date().safeParse(ctx.params['day'])
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    if (actor.kind !== 'staff' || !actor.hallIds.includes(hallId)) return ports.present(ctx, refuse('access.denied'))
    if (!day.success) return ports.present(ctx, refuse('command.malformed'))
    const found = await ports.find(hallId, day.data)
    if (found === undefined) return ports.present(ctx, refuse('hall.day-empty'))
    ctx.body = found
  })
  return router
}
