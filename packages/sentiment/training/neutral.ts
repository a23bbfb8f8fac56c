/**
 * Sentences that say nothing good or bad: everyday facts, greetings, questions. Films and products teach nothing about
 * them, so they are made here, from a small grammar, and learned as neither praise nor blame.
 */
export function neutralSentences(): { ko: string[]; en: string[] } {
  return { ko: [...koreanAlone, ...koreanSentences()], en: [...englishAlone, ...englishSentences()] }
}

const list = (text: string) => text.trim().split(/\s*[,\n]\s*/)

const koreanAlone = list(`
  안녕, 안녕하세요, 안녕하십니까, 여러분 안녕하세요, 처음 뵙겠습니다, 또 봐요, 내일 봐요, 잘 가요, 잘 자요, 다녀왔습니다, 다녀올게요, 네, 아니요, 예, 응, 그래요, 알겠습니다, 그렇군요
  누구세요, 어디세요, 뭐예요, 이게 뭐예요, 그건 뭐죠, 왜요, 언제요, 어디서요, 얼마예요, 몇 개예요, 몇 명이에요, 이름이 뭐예요, 나이가 어떻게 되세요, 어디에 사세요, 무슨 일이세요
  지금 어디야, 뭐 해, 밥 먹었어, 언제 와, 전화해, 문 닫아 주세요, 창문을 여세요, 여기 앉으세요, 잠시만요, 다음 사람, 저기요, 실례합니다, 질문 있어요, 번호를 입력하세요, 비밀번호를 바꾸세요
  영화, 드라마, 배우, 감독, 음악, 학교, 회사, 책, 사람, 오늘, 어제, 내일, 월요일, 수요일, 토요일, 오전, 오후, 컴퓨터, 전화기, 자동차, 물, 밥, 하늘, 나무, 테스트, 시험, 회의, 수업, 한국, 서울
  하나, 둘, 셋, 1, 2, 10, 2024년, 100원, 12345, 3월 1일, 열두 시, 가나다, 문장, 단어, 글자, 한글`)

function koreanSentences(): string[] {
  const when = list(
    '오늘, 어제, 내일, 다음 주에, 월요일에, 금요일에, 아침에, 저녁에, 점심에, 오전에, 오후 두 시에, 세 시에, 아홉 시에, 5월에, 작년에, 방금'
  )
  const where = list('학교에, 회사에, 도서관에, 시장에, 부산에, 대전에, 역에, 병원에, 은행에, 공원에, 집에, 사무실에')
  const go = list(
    '갑니다, 가요, 갔어요, 간다, 갔습니다, 갈 거예요, 도착합니다, 도착했어요, 있습니다, 있어요, 있다, 들렀어요'
  )
  const thing = list('가방, 의자, 컵, 신문, 열쇠, 우산, 시계, 휴대폰, 공책, 사과, 신발, 지도, 냉장고, 모자')
  const place = list('책상 위에, 방 안에, 문 옆에, 의자 아래에, 상자 안에, 창문 앞에, 식탁 위에, 건물 뒤에')
  const is = list('있습니다, 있어요, 있다, 놓여 있다')
  const topic = list('수업, 회의, 시험, 약속, 출발, 점심시간, 발표, 행사, 공사, 신청, 접수, 면접')
  const time = list('두 시, 네 시, 다섯 시, 열 시, 오전 9시, 오후 6시, 10분 뒤, 월요일, 목요일, 내일, 3월, 다음 주')
  const end = list('입니다, 이에요, 이다, 부터입니다, 까지예요, 에 시작합니다, 에 끝나요, 에 시작해요')
  const object = list('책을, 신문을, 물을, 밥을, 빵을, 우유를, 옷을, 편지를, 숙제를, 표를, 사진을, 전화를')
  const verb = list(
    '읽습니다, 봅니다, 삽니다, 샀어요, 마셔요, 먹어요, 먹었어요, 보냈습니다, 받았어요, 씁니다, 합니다, 먹습니다, 마십니다, 가져갑니다, 듣습니다, 꺼냈다, 보낸다, 주었다, 찾아요, 가져왔어요'
  )
  const days = list('월요일, 화요일, 수요일, 목요일, 금요일, 토요일, 일요일')
  const train = list('기차는, 지하철은, 택시는, 비행기는, 배는, 열차는, 셔틀은')
  const moves = list(
    '5분마다 와요, 매일 다닙니다, 8시에 출발합니다, 정문에서 출발해요, 30분 걸립니다, 두 번 갈아탑니다, 여기에서 섭니다, 7시에 떠나요, 20분마다 있습니다'
  )
  return [
    ...pairs(when, where, go),
    ...pairs(place, thing.map(withSubject), is),
    ...pairs(topic.map(withTopic), time).flatMap((text, i) => [text + (end[i % end.length] ?? '')]),
    ...pairs(when, object, verb),
    ...pairs(list('어제는, 내일은, 모레는, 그날은'), days, list('이다, 입니다, 이에요, 이었다')).map(text =>
      text.replace(/ (?=\S+$)/, '')
    ),
    ...pairs(
      list('아침은, 저녁은, 간식은'),
      list('7시에, 8시에, 집에서, 회사에서'),
      list('먹습니다, 먹어요, 먹는다, 먹었습니다')
    ),
    ...pairs(train, moves),
    ...pairs(
      list('이 상자는, 이 표는, 그 파일은, 이 글은, 이 방은, 저 건물은, 우리 반은, 이 책은'),
      list(
        '세 개입니다, 2층입니다, 열 장이다, 파란색이에요, 나무로 만들었다, 네모입니다, 다섯 줄이다, 스무 명이에요, 120쪽이다, 길이가 10미터입니다'
      )
    )
  ]
}

const endsInConsonant = (word: string) => (word.charCodeAt(word.length - 1) - 0xac00) % 28 > 0
const withSubject = (word: string) => word + (endsInConsonant(word) ? '이' : '가')
const withTopic = (word: string) => word + (endsInConsonant(word) ? '은' : '는')

const englishAlone = list(`
  hello, hi, hi there, hey, good morning everyone, good evening, see you, see you later, bye, goodbye, yes, no, ok, maybe, who, where, when, why, how many, how much, what is this, who is there
  where are you, what is your name, how old are you, when does it start, where is the station, do you have a pen, can you hear me, could you repeat that, please sit down, close the window, turn left
  enter your password, press any key, click here, wait a minute, next please, excuse me, any questions, movie, film, actor, director, music, school, office, book, people, today, yesterday, tomorrow
  monday, friday, morning, evening, computer, phone, car, water, tree, test, exam, meeting, class, london, korea, one, two, three, 1, 2, 10, 2024, 12345, march 1st, a b c, word, sentence, letter`)

function englishSentences(): string[] {
  const who = list(
    'he, she, they, we, I, my brother, her sister, the teacher, our neighbor, the driver, a student, the manager'
  )
  const does = list(
    'went to, walked to, drove to, lives near, works at, is at, will be at, came from, moved to, called from, waited at, sits in'
  )
  const where = list(
    'the office, the station, the park, school, the library, the market, the hotel, the airport, Berlin, the kitchen, the corner, the second floor'
  )
  const thing = list(
    'the book, the cup, the key, a chair, the bag, the letter, an apple, the map, the phone, the report, the window, a bicycle, the folder, the list'
  )
  const is = list('is on, is under, is in, was behind, is next to, was near, lies on')
  const place = list('the desk, the bed, the drawer, the door, the shelf, the car, the wall, the floor')
  const event = list(
    'the class, the train, the flight, the exam, the game, the show, the call, the lecture, the store, the ferry, lunch, the interview'
  )
  const at = list(
    'starts at 9, begins at noon, is at 4 pm, ends at six, opens at ten, closes at 8, is on Monday, is on Thursday, arrives at 7:15, was yesterday, is tomorrow, takes two hours'
  )
  const has = list(
    'has two pages, has four doors, is made of wood, is ten meters long, is blue, contains five items, has a red cover, weighs two kilos, is number six, comes in three sizes'
  )
  return [...pairs(who, does, where), ...pairs(thing, is, place), ...pairs(event, at), ...pairs(thing, has)]
}

/** Every way to take one of each, or an even choice of at most 1,000 of them. */
function pairs(...lists: string[][]): string[] {
  const all = lists.reduce<string[]>(
    (before, next) => (before.length === 0 ? next : before.flatMap(a => next.map(b => `${a} ${b}`))),
    []
  )
  const every = Math.ceil(all.length / 1000)
  return all.filter((_, i) => i % every === 0)
}
