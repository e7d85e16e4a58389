import { openTcpProxy, type TcpProxy } from '../../../support/tcp-proxy.ts'
import { COUPON_FIELDS } from '../../lot-contract/coupon-site.ts'
import { PASSWORD, USER } from '../../simulated-gate/gate-process.ts'
import { House } from '../house.ts'
import { LOT_ID } from '../stand-in-hub.ts'

/** A house whose car park is reached through a platform. */
export class CouponHouse extends House {
  #can: string
  /** From the platform to the inbox. */
  #pushes!: TcpProxy

  constructor(can: string) {
    super()
    this.#can = can
  }

  override async startGate(settings: Record<string, string> = {}): Promise<void> {
    this.#pushes ??= await openTcpProxy(9)
    const push = { PUSH_URL: `http://127.0.0.1:${this.#pushes.port}` }
    await super.startGate({ GATE_PROFILE: 'coupons', ...push, ...settings })
  }

  override async startBridge(settings: Record<string, string> = {}) {
    const ready = await super.startBridge({ ...this.coupons(), ...settings })
    this.#pushes.leadTo(Number(new URL(ready.inboxes[LOT_ID]!).port))
    return ready
  }

  coupons(): Record<string, string> {
    return {
      ...{ GATE_PROFILE: 'coupons', COUPON_URL: `http://127.0.0.1:${this.cable.port}/`, COUPON_PARK: LOT_ID },
      ...{ COUPON_APP_ID: USER, COUPON_SECRET: PASSWORD, COUPON_LISTEN: '127.0.0.1:0' },
      ...{ COUPON_CAN: this.#can, COUPON_FIELDS: JSON.stringify(COUPON_FIELDS) },
    }
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#pushes?.close()
  }
}
