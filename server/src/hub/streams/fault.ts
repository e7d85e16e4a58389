/**
 * Places on the road from a command to its answer at which a process may die. Only the simulation hands in something
 * that listens (ADR 11); in production nobody is told, and no setting can change that.
 *
 * c1 parsed · c2 may be asked · c4 decided, before the write · c6 durable, nobody heard · c7 screens heard, the caller
 * not · c15 before a command that a lot sends to a hall, over its news or to repair what a crash swallowed between them
 */
export type FaultPoint = 'c1' | 'c2' | 'c4' | 'c6' | 'c7' | 'c15'
export type Fault = (point: FaultPoint) => void

export const noFault: Fault = () => undefined
