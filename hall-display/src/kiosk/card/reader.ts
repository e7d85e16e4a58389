const TIMEOUT_MS = 900

/**
 * Asks the card reader of this machine. It answers 200 with `{ "idNumber": "…" }` while a card lies on it, else 204; and
 * lets this page in by `Access-Control-Allow-Origin`. A reader that does not answer is none: a ticket needs no card.
 */
export async function askReader(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      ...{ credentials: 'omit', redirect: 'error', cache: 'no-store', referrerPolicy: 'no-referrer' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (answer.status !== 200) return undefined
    const told: unknown = await answer.json()
    const text = typeof told === 'object' && told !== null && 'idNumber' in told ? told.idNumber : undefined
    return typeof text === 'string' ? text.toUpperCase() : undefined
  } catch {
    return undefined
  }
}
