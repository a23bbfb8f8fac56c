import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, openChat } from './fixtures/chat.ts'
import { type StartFeature, transportSuite } from './fixtures/transport-suite.ts'

function chatTopic(family: 'mood' | 'room', type: 'mood' | 'said', kind: 'state' | 'log'): StartFeature {
  return async (t, options) => {
    let chat: Chat | undefined
    const { url } = await testApp(t, async app => {
      chat = await openChat(app, options)
    })
    let n = 0
    const change = async () => chat?.topic(family, 'main').publish(type, { text: `${++n}` })
    return { url: `${url}/chat`, topic: `${family}/main`, kind, change }
  }
}

transportSuite(t, 'a state', chatTopic('mood', 'mood', 'state'))
transportSuite(t, 'a log', chatTopic('room', 'said', 'log'))
