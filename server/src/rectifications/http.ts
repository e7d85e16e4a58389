import Router from '@koa/router'
import { type Actor, type CaseList, type CaseReasons, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'

export interface CasePorts {
  /** Nothing where there is no such hall. */
  ofHall(hallId: string): Promise<CaseList> | undefined
  reasons(hallId: string, caseId: string, staffId: string): Promise<CaseReasons | Refusal> | undefined
  present(ctx: Context, refusal: Refusal): void
}

type Manager = Extract<Actor, { kind: 'staff' }>

export function caseRoutes(ports: CasePorts): Router {
  const router = new Router()
  const tell = async (
    ctx: Context,
    ask: (hallId: string, manager: Manager) => Promise<object> | undefined,
  ): Promise<void> => {
    const hallId: string = ctx['params'].hall ?? ''
    const actor = managerIn(ctx, hallId)
    if ('refused' in actor) return ports.present(ctx, actor)
    const told = await (ask(hallId, actor) ?? refuse('hall.unknown'))
    if ('refused' in told) ports.present(ctx, told as Refusal)
    else ctx.body = told
  }
  router.get('/api/halls/:hall/cases', ctx => tell(ctx, hallId => ports.ofHall(hallId)))
  router.get('/api/halls/:hall/cases/:case', ctx =>
    tell(ctx, (hallId, { staffId }) => ports.reasons(hallId, ctx.params['case'] ?? '', staffId)),
  )
  return router
}

/** A case tells the level of one rating: managers only, never the rated staff. */
function managerIn(ctx: Context, hallId: string): Manager | Refusal {
  const actor: Actor | undefined = ctx.state['actor']
  if (actor === undefined) return refuse('access.unknown')
  const allowed =
    actor.kind === 'staff' && (actor.role === 'manager' || actor.role === 'admin') && actor.hallIds.includes(hallId)
  return allowed ? actor : refuse('access.denied')
}
