const DAY_MS = 86_400_000
/** An operator has so long to bring a new certificate before the old one ends. */
const NOTICE_DAYS = 30

/** Whole days until a certificate ends; below 0 it has ended. @param validTo as the certificate says it */
export const daysUntil = (validTo: string, nowMs: number): number => Math.floor((Date.parse(validTo) - nowMs) / DAY_MS)

export const endsSoon = (daysLeft: number): boolean => daysLeft <= NOTICE_DAYS
