import { ask } from '../../hub/http.ts'

/**
 * Lets this browser be told also when the page is closed: where the hub has a key for it, and the browser a service.
 * @param token of the ticket that is told of
 * @returns whether it will be told
 */
export async function subscribe(token: string, language: string): Promise<boolean> {
  const registration = await navigator.serviceWorker?.getRegistration('/phone')
  if (registration?.pushManager === undefined) return false
  const told = await ask<{ key: string }>('/api/push')
  if (!told.ok) return false
  const made = await subscription(registration.pushManager, told.value.key).catch(() => undefined)
  if (made === undefined) return false
  const { endpoint, keys } = made.toJSON()
  return (await ask('/api/push', { body: { endpoint, keys, language }, credential: token })).ok
}

async function subscription(pushes: PushManager, key: string): Promise<PushSubscription> {
  const asked = { userVisibleOnly: true, applicationServerKey: key }
  try {
    return await pushes.subscribe(asked)
  } catch (error) {
    // One that stands under a key the hub had before is in the way of the next.
    const old = await pushes.getSubscription()
    if (old === null) throw error
    await old.unsubscribe()
    return pushes.subscribe(asked)
  }
}
