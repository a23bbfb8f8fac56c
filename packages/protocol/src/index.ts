export {
  type ContractDefinition,
  defineContract,
  type MessagesOf,
  objectOf,
  type ReceiveDefinition,
  type TopicDefinition
} from './contract.ts'
export { clientControl, serverControl, TOPIC_NAME } from './control.ts'
export * from './wire.ts'
