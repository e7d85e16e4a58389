import { randomBytes } from 'node:crypto'
import { isRefusal, type Refusal, refuse, type StreamName } from '@pingting/contract'
import type { Proof } from '../../accounts/http.ts'
import { hashPassword, passwordFault, passwordFits } from '../../accounts/passwords.ts'
import type { Account } from '../../accounts/state.ts'
import type { Sessions } from '../../accounts/store.ts'
import { base32, factorUri, newSecret, stepOf } from '../../accounts/totp.ts'
import type { Hub } from '../dispatch.ts'
import { seal, unseal } from '../journal/keys.ts'
import type { Limits } from '../process/limits.ts'

export interface LogInPorts {
  hub: Hub
  sessions: Sessions
  limits: Limits
  /** Seals the secrets of second factors; 256 bits, kept outside the database. */
  factorKey: Buffer
  /** The wall's time, by which a phone makes its codes. */
  wallMs(): number
}

/** An account whose owner was proven, as it was at that moment. */
type Proven = Pick<Account, 'staffId' | 'passwordTally'>
type AccountCommand = { type: `account.${string}`; staffId: string } & Record<string, string>

/** One check of a password takes 80 ms of a core and 32 MiB; beyond so many at once a newcomer is told to wait. */
const CHECKS_MAX = 64
/** Of one address: the clerks of a hall that opens, and never so many that nobody else gets in. */
const CHECKS_PER_ADDRESS = 16

const placeOf = ({ address, staffId }: Proof): string => `${address}|${staffId}`

/** How people get in, and what they keep of their own: password and second factor. */
export class LogIn {
  readonly #ports: LogInPorts
  /** Checked when there is no such account, so that a wrong name costs the same time as a wrong password. */
  readonly #nobody = hashPassword(randomBytes(16).toString('hex'))
  /** Checks under way, by the address that asked. */
  readonly #checking = new Map<string, number>()

  constructor(ports: LogInPorts) {
    this.#ports = ports
  }

  /** @returns what opens a session. */
  async logIn(proof: Proof): Promise<string | Refusal> {
    const proven = await this.#prove(proof)
    return isRefusal(proven) ? proven : this.#ports.sessions.open(proven)
  }

  /** Every session of the account ends; the one that asked goes on under what is returned. */
  async choosePassword(proof: Proof, newPassword: string): Promise<string | Refusal> {
    const { staffId, password } = proof
    const proven = await this.#prove(proof)
    if (isRefusal(proven)) return proven
    const fault = passwordFault(newPassword, staffId, password)
    if (fault !== undefined) return refuse('account.password-weak', fault)
    const passwordHash = await hashPassword(newPassword)
    const refusal = await this.#submit({ type: 'account.choosePassword', staffId, passwordHash })
    const account = this.#find(staffId)?.account
    return refusal ?? (account === undefined ? refuse('account.unknown') : this.#ports.sessions.open(account))
  }

  /** A secret for the owner's authenticator. Nothing is kept yet: it comes back, sealed, with a first code. */
  async offerFactor(proof: Proof): Promise<{ secret: string; uri: string; sealedSecret: string } | Refusal> {
    const proven = await this.#prove(proof)
    if (isRefusal(proven)) return proven
    const secret = newSecret()
    const sealedSecret = seal(this.#ports.factorKey, secret.toString('base64'), proof.staffId)
    return { secret: base32(secret), uri: factorUri(proof.staffId, secret), sealedSecret }
  }

  /** The code shows that the authenticator has the secret; from now on it is asked for at log-in. */
  async setFactor(staffId: string, sealedSecret: string, code: string): Promise<Refusal | undefined> {
    const { limits } = this.#ports
    if (!(await limits.reserve('login', `factor|${staffId}`))) return refuse('request.too-many')
    if (!(await this.#codeFits(staffId, sealedSecret, code))) return refuse('account.code-wrong')
    await limits.release('login', `factor|${staffId}`)
    return this.#submit({ type: 'account.setSecondFactor', staffId, sealedSecret })
  }

  async endFactor(proof: Proof): Promise<Refusal | undefined> {
    const proven = await this.#prove(proof)
    if (isRefusal(proven)) return proven
    return this.#submit({ type: 'account.endSecondFactor', staffId: proof.staffId })
  }

  /** Every try is counted before it is looked at, and given back when it was right, or was not looked at. */
  async #prove(proof: Proof): Promise<Proven | Refusal> {
    const { address } = proof
    const isKnown = await this.#ports.limits.exceeded('loginKnown', placeOf(proof))
    if (!(await this.#mayTry(proof, isKnown))) return refuse('request.too-many')
    const mine = this.#checking.get(address) ?? 0
    const all = [...this.#checking.values()].reduce((sum, tally) => sum + tally, 0)
    if (all >= CHECKS_MAX || mine >= CHECKS_PER_ADDRESS) {
      await this.#giveBack(proof, isKnown)
      return refuse('hub.busy')
    }
    this.#checking.set(address, mine + 1)
    try {
      return await this.#check(proof, isKnown)
    } finally {
      const left = this.#checking.get(address)! - 1
      if (left === 0) this.#checking.delete(address)
      else this.#checking.set(address, left)
    }
  }

  /** Account and password, told alike → the code, where one is asked for. */
  async #check(proof: Proof, isKnown: boolean): Promise<Proven | Refusal> {
    const { staffId, password, code } = proof
    const account = this.#find(staffId)?.account
    // What it was before the check is what the session is opened with: a password changed meanwhile opens nothing.
    const proven = { staffId, passwordTally: account?.passwordTally ?? 0 }
    const fits = await passwordFits(password, account?.passwordHash ?? (await this.#nobody))
    if (account === undefined || !fits) return refuse('access.wrong-password')
    if (account.sealedSecret !== undefined && code !== undefined) {
      if (!(await this.#codeFits(staffId, account.sealedSecret, code))) return refuse('account.code-wrong')
    }
    await this.#giveBack(proof, isKnown)
    if (account.sealedSecret !== undefined && code === undefined) return refuse('account.code-needed')
    await this.#ports.limits.count('loginKnown', placeOf(proof))
    return proven
  }

  /**
   * Five tries from one address. Beyond fifty from anywhere, and beyond a hundred of whatever names from one address,
   * only accounts are heard where they have logged in before, so that nobody can lock their owners out.
   */
  async #mayTry(proof: Proof, isKnown: boolean): Promise<boolean> {
    const { limits } = this.#ports
    const { staffId, address } = proof
    // Looked at first: an address that is heard no more counts against no account.
    if (!isKnown && (await limits.exceeded('loginAddress', address))) return false
    if (!(await limits.reserve('login', placeOf(proof)))) return false
    if (!isKnown && !(await limits.reserve('loginElsewhere', staffId))) return false
    return (await limits.reserve('loginAddress', address)) || isKnown
  }

  async #giveBack(proof: Proof, isKnown: boolean): Promise<void> {
    const { limits } = this.#ports
    await limits.release('login', placeOf(proof))
    await limits.release('loginAddress', proof.address)
    if (!isKnown) await limits.release('loginElsewhere', proof.staffId)
  }

  /** A code is good once: who read it over a shoulder comes too late. */
  async #codeFits(staffId: string, sealedSecret: string, code: string): Promise<boolean> {
    const { limits, factorKey, wallMs } = this.#ports
    let secret: Buffer
    try {
      secret = Buffer.from(unseal(factorKey, sealedSecret, staffId), 'base64')
    } catch {
      // Sealed for somebody else, or by no one.
      return false
    }
    const step = stepOf(secret, code, wallMs())
    return step !== undefined && limits.reserve('codeUsed', `${staffId}|${step}`)
  }

  #find(staffId: string): { region: string; account: Account } | undefined {
    for (const { id, state } of this.#ports.hub.states('city')) {
      const account = state.accounts.get(staffId)
      if (account !== undefined && account.isClosed !== true) return { region: id, account }
    }
    return undefined
  }

  async #submit(command: AccountCommand): Promise<Refusal | undefined> {
    const region = this.#find(command.staffId)?.region
    if (region === undefined) return refuse('account.unknown')
    const wish = { ...command, commandId: crypto.randomUUID() }
    const outcome = await this.#ports.hub.submit(`city:${region}` as StreamName, wish, {
      kind: 'system',
      part: 'logIn',
    })
    return isRefusal(outcome) ? outcome : undefined
  }
}
