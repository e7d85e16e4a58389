import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const URI = 'urn:gov-hall:simulated-gate'

/** A maker's authority, which signs the certificates of its controllers and takes them back. */
export class Authority {
  readonly #folder: string
  readonly certificate: string

  constructor(folder: string, name: string) {
    this.#folder = join(folder, name)
    this.certificate = join(this.#folder, 'ca.pem')
    mkdirSync(join(this.#folder, 'new'), { recursive: true })
    writeFileSync(join(this.#folder, 'index.txt'), '')
    for (const count of ['serial', 'crlnumber']) writeFileSync(join(this.#folder, count), '1000\n')
    writeFileSync(join(this.#folder, 'ca.cnf'), configOf(this.#folder))
    this.#openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '30',
      [...['-subj', `/CN=${name}`, '-extensions', 'authority', '-config', 'ca.cnf']],
    )
  }

  /** Puts a certificate for the key of a gate in the place of its own, with ours behind it. @returns its file */
  sign(gateFolder: string): string {
    const own = join(gateFolder, 'pki', 'own')
    const file = join(own, 'certs', 'certificate.pem')
    this.#openssl('req', '-new', '-key', join(own, 'private', 'private_key.pem'), '-out', 'gate.csr', [
      ...['-subj', '/CN=gate', '-config', 'ca.cnf'],
    ])
    this.#openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', '-in', 'gate.csr', '-out', 'gate.pem', [])
    writeFileSync(file, readFileSync(join(this.#folder, 'gate.pem'), 'utf8') + readFileSync(this.certificate, 'utf8'))
    return file
  }

  revoke(): void {
    this.#openssl('ca', '-config', 'ca.cnf', '-revoke', 'gate.pem', [])
  }

  /** PEM. */
  revocationList(): string {
    this.#openssl('ca', '-gencrl', '-config', 'ca.cnf', '-out', 'ca.crl', [])
    return readFileSync(join(this.#folder, 'ca.crl'), 'utf8')
  }

  #openssl(...words: [...string[], string[]]): void {
    execFileSync('openssl', words.flat(), { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
}

const configOf = (folder: string): string => `
[ca]
default_ca = own
[own]
dir = ${folder}
database = ${folder}/index.txt
serial = ${folder}/serial
crlnumber = ${folder}/crlnumber
new_certs_dir = ${folder}/new
certificate = ${folder}/ca.pem
private_key = ${folder}/ca.key
default_md = sha256
default_days = 10
default_crl_days = 10
policy = any
x509_extensions = gate
crl_extensions = crl
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[gate]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment
extendedKeyUsage = serverAuth,clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = URI:${URI},IP:127.0.0.1
[crl]
authorityKeyIdentifier = keyid
`
