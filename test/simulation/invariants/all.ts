import type { Evidence } from '../evidence.ts'

export const atRest = (_evidence: Evidence): string[] => []
export const inTheEnd = (_evidence: Evidence): string[] => []
