import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What `/metrics` shows, in Prometheus text; no label ever holds anything of a person. */
export interface Gauges {
  registry: Registry
  commands: Counter<'type' | 'outcome'>
  commandSeconds: Histogram
  commits: Counter<'stream'>
}

export function openGauges(socketTally: () => number): Gauges {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'pingting_sockets',
    help: 'Connected sockets',
    registers: [registry],
    collect() {
      this.set(socketTally())
    },
  })
  return {
    registry,
    commands: new Counter({
      name: 'pingting_commands_total',
      help: 'Commands by outcome',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    commandSeconds: new Histogram({
      name: 'pingting_command_seconds',
      help: 'From taking a command in to its durable answer',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
      registers: [registry],
    }),
    commits: new Counter({
      name: 'pingting_commits_total',
      help: 'Durable commits by stream',
      labelNames: ['stream'],
      registers: [registry],
    }),
  }
}
