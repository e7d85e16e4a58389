import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const channelText = { 'zh-CN': zh.channel, en: en.channel }
