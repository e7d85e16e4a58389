/** A Monday without holidays around it. */
export const BUSINESS_DAY = '2026-11-23'
