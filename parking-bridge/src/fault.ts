/**
 * Places at which a bridge may die between hub and gate. Only the simulation hands in something that listens; in
 * production nobody is told, and no setting can change that.
 *
 * c8 an order is picked · c9 signed, before the call to the gate · c11 the gate has answered, before the hub is told ·
 * c14 facts are fetched, before they are reported
 */
export type FaultPoint = 'c8' | 'c9' | 'c11' | 'c14'
export type Fault = (point: FaultPoint) => void

export const noFault: Fault = () => undefined
