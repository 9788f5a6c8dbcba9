"""What the sample shop sells: categories, subcategories, brands, and what goes with what."""

from typing import NamedTuple


class Category(NamedTuple):
    """A department; `peak` is the day of the year of its high season, `swing` its strength."""

    key: str
    en: str
    zh: str
    peak: int
    swing: float


class Subcategory(NamedTuple):
    """A shelf: prices in yuan, mean elasticity, extra units a line, share of units returned."""

    key: str
    category: str
    en: str
    zh: str
    low: float
    high: float
    elasticity: float
    extra: float
    returned: float
    shelf_life: int | None
    variants: str
    variants_zh: str
    packs: str
    packs_zh: str


CATEGORIES = (
    Category("drinks", "Drinks", "饮品", 15, 0.15),
    Category("tableware", "Tableware", "茶具餐具", 330, 0.10),
    Category("hair_body", "Hair and body", "洗护", 200, 0.06),
    Category("skin", "Skin care", "护肤", 170, 0.30),
    Category("stationery", "Stationery", "文具", 240, 0.35),
    Category("cleaning", "Home cleaning", "家居清洁", 20, 0.12),
    Category("pantry", "Pantry", "粮油调味", 20, 0.10),
    Category("snacks", "Snacks", "零食", 10, 0.20),
    Category("fitness", "Fitness", "运动健身", 130, 0.25),
    Category("digital", "Digital accessories", "数码配件", 320, 0.10),
    Category("clothing", "Clothing", "服饰", 345, 0.45),
    Category("family", "Family and pets", "母婴宠物", 300, 0.05),
)

S = Subcategory
SUBCATEGORIES = (
    S("coffee_beans", "drinks", "coffee beans", "咖啡豆", 48, 118, -1.9, 0.1, 0.004, 365,
      "Yunnan|Ethiopia|House Blend|Dark Roast|Decaf", "云南|埃塞俄比亚|招牌拼配|深度烘焙|低因",
      "250 g|500 g", "250克|500克"),
    S("filter_papers", "tableware", "coffee filters", "咖啡滤纸", 12, 32, -1.1, 0.3, 0.006, None,
      "Cone|Flat|Bamboo|Unbleached|Travel", "锥形|扇形|竹浆|原木色|便携",
      "100 sheets|200 sheets", "100片|200片"),
    S("shampoo", "hair_body", "shampoo", "洗发水", 29, 89, -1.8, 0.1, 0.006, 1095,
      "Ginger|Camellia|Amino Acid|Anti-dandruff|Silky", "生姜|山茶花|氨基酸|去屑|柔顺",
      "400 ml|750 ml", "400毫升|750毫升"),
    S("conditioner", "hair_body", "conditioner", "护发素", 25, 79, -1.4, 0.1, 0.006, 1095,
      "Ginger|Camellia|Amino Acid|Repair|Silky", "生姜|山茶花|氨基酸|修护|柔顺",
      "400 ml|750 ml", "400毫升|750毫升"),
    S("notebooks", "stationery", "notebook", "笔记本", 8, 42, -1.6, 0.6, 0.006, None,
      "Dotted|Ruled|Grid|Sketch|Weekly", "点阵|横线|方格|速写|周计划",
      "A5|B5", "A5款|B5款"),
    S("pens", "stationery", "gel pens", "中性笔", 6, 36, -1.2, 0.7, 0.004, None,
      "Black|Blue|Retro|Quick-dry|Macaron", "黑色|蓝色|复古色|速干|马卡龙色",
      "3 pcs|10 pcs", "3支|10支"),
    S("phone_cases", "digital", "phone case", "手机壳", 19, 79, -2.4, 0.1, 0.05, None,
      "Clear|Matte|Silicone|Leather-look|Magnetic", "透明|磨砂|硅胶|皮纹|磁吸",
      "standard|large", "标准版|大屏版"),
    S("screen_films", "digital", "screen protector", "屏幕保护膜", 12, 49, -1.5, 0.2, 0.03, None,
      "Clear|Matte|Privacy|Blue-light|Extra-hard", "高清|磨砂|防窥|抗蓝光|加硬",
      "1 pc|2 pcs", "1片|2片"),
    S("noodles", "pantry", "dried noodles", "挂面", 7, 26, -1.5, 0.9, 0.002, 540,
      "Egg|Buckwheat|Spinach|Handmade|Wholewheat", "鸡蛋|荞麦|菠菜|手工|全麦",
      "500 g|1 kg", "500克|1千克"),
    S("sauces", "pantry", "cooking sauce", "拌面酱", 9, 32, -1.2, 0.3, 0.003, 540,
      "Sesame|Chilli|Scallion|Mushroom|Soybean", "芝麻|香辣|葱油|香菇|黄豆",
      "210 g|480 g", "210克|480克"),
    S("green_tea", "drinks", "green tea", "绿茶", 58, 268, -1.3, 0.1, 0.004, 540,
      "Longjing|Maojian|Biluochun|Jasmine|Cloud", "龙井|毛尖|碧螺春|茉莉|云雾",
      "100 g|250 g", "100克|250克"),
    S("tea_ware", "tableware", "tea cup", "茶杯", 22, 128, -1.5, 0.3, 0.03, None,
      "Celadon|White Porcelain|Glass|Clay|Lidded", "青瓷|白瓷|玻璃|紫砂|盖碗",
      "1 pc|set of 4", "单只|四只装"),
    S("sunscreen", "skin", "sunscreen", "防晒霜", 49, 159, -2.0, 0.1, 0.01, 1095,
      "Fresh|Sport|Mineral|Tinted|Baby", "清爽|运动|物理|隔离|儿童",
      "50 ml|90 ml", "50毫升|90毫升"),
    S("face_masks", "skin", "sheet masks", "面膜", 29, 139, -2.5, 0.5, 0.008, 1095,
      "Hyaluronic|Tea Tree|Rose|Collagen|Centella", "玻尿酸|茶树|玫瑰|胶原|积雪草",
      "5 pcs|10 pcs", "5片|10片"),
    S("laundry", "cleaning", "laundry liquid", "洗衣液", 19, 69, -2.2, 0.3, 0.003, 1095,
      "Lavender|Herbal|Deep Clean|Hypoallergenic|Fresh", "薰衣草|草本|深层洁净|低敏|清新",
      "1 kg|3 kg", "1千克|3千克"),
    S("softener", "cleaning", "fabric softener", "衣物柔顺剂", 16, 49, -1.4, 0.2, 0.003, 1095,
      "Lavender|Floral|Baby|Cotton|Fresh", "薰衣草|花香|婴儿|棉柔|清新",
      "1 l|2 l", "1升|2升"),
    S("yoga_mats", "fitness", "yoga mat", "瑜伽垫", 49, 199, -1.7, 0.0, 0.04, None,
      "Basic|Cork|Travel|Thick|Suede", "基础|软木|便携|加厚|麂皮绒",
      "6 mm|10 mm", "6毫米|10毫米"),
    S("bands", "fitness", "resistance bands", "弹力带", 15, 69, -1.4, 0.2, 0.02, None,
      "Light|Medium|Strong|Loop|Pull-up", "轻阻力|中阻力|强阻力|环形|引体",
      "1 pc|set of 3", "单条|三条装"),
    S("nuts", "snacks", "nuts", "坚果", 19, 98, -1.8, 0.4, 0.002, 270,
      "Cashew|Almond|Pecan|Daily Mix|Pistachio", "腰果|巴旦木|碧根果|每日混合|开心果",
      "200 g|500 g", "200克|500克"),
    S("biscuits", "snacks", "biscuits", "饼干", 8, 39, -2.0, 0.6, 0.002, 270,
      "Butter|Soda|Oat|Cocoa|Sesame", "黄油|苏打|燕麦|可可|芝麻",
      "120 g|400 g", "120克|400克"),
    S("chocolate", "snacks", "chocolate", "巧克力", 15, 88, -1.7, 0.4, 0.002, 365,
      "Dark|Milk|Hazelnut|Matcha|Sea Salt", "黑|牛奶|榛子|抹茶|海盐",
      "90 g|240 g", "90克|240克"),
    S("t_shirts", "clothing", "T-shirt", "T恤", 39, 149, -2.2, 0.2, 0.10, None,
      "Basic|Striped|Oversize|Linen|Sport", "基础|条纹|宽松|亚麻|运动",
      "men|women", "男款|女款"),
    S("socks", "clothing", "socks", "袜子", 9, 39, -1.5, 0.8, 0.03, None,
      "Ankle|Crew|Wool|Running|Invisible", "短筒|中筒|羊毛|跑步|船袜",
      "1 pair|5 pairs", "1双|5双"),
    S("down_jackets", "clothing", "down jacket", "羽绒服", 299, 899, -2.6, 0.0, 0.14, None,
      "Light|Long|Hooded|Short|Stand-collar", "轻薄|长款|连帽|短款|立领",
      "men|women", "男款|女款"),
    S("cat_food", "family", "cat food", "猫粮", 39, 189, -1.2, 0.2, 0.006, 540,
      "Salmon|Chicken|Indoor|Kitten|Grain-free", "三文鱼|鸡肉|室内猫|幼猫|无谷",
      "1.5 kg|5 kg", "1.5千克|5千克"),
    S("cat_litter", "family", "cat litter", "猫砂", 19, 59, -1.4, 0.5, 0.004, None,
      "Tofu|Bentonite|Mixed|Pine|Charcoal", "豆腐|膨润土|混合|松木|活性炭",
      "2.5 kg|6 kg", "2.5千克|6千克"),
    S("diapers", "family", "nappies", "纸尿裤", 59, 189, -1.6, 0.2, 0.008, 1095,
      "Newborn|Soft|Night|Pants|Summer", "新生儿|柔软|夜用|拉拉裤|夏季薄",
      "36 pcs|72 pcs", "36片|72片"),
    S("wipes", "family", "baby wipes", "婴儿湿巾", 9, 39, -1.7, 0.7, 0.003, 730,
      "Pure Water|Aloe|Hand and Mouth|Thick|Travel", "纯水|芦荟|手口|加厚|便携",
      "80 sheets|5 x 80 sheets", "80抽|80抽5包"),
    S("chargers", "digital", "charger", "充电器", 39, 169, -2.1, 0.0, 0.03, None,
      "Fast|Mini|Two-port|Travel|Car", "快充|迷你|双口|旅行|车载",
      "30 W|65 W", "30瓦|65瓦"),
    S("earphones", "digital", "earphones", "耳机", 59, 399, -2.3, 0.0, 0.06, None,
      "Wired|Bluetooth|Sport|Noise-cancelling|Sleep", "有线|蓝牙|运动|降噪|睡眠",
      "white|black", "白色|黑色"),
)  # fmt: skip

COMPLEMENTS = (
    ("coffee_beans", "filter_papers"),
    ("shampoo", "conditioner"),
    ("notebooks", "pens"),
    ("phone_cases", "screen_films"),
    ("noodles", "sauces"),
    ("green_tea", "tea_ware"),
    ("sunscreen", "face_masks"),
    ("laundry", "softener"),
    ("yoga_mats", "bands"),
    ("cat_food", "cat_litter"),
    ("diapers", "wipes"),
    ("chargers", "earphones"),
)
"""Who buys of the first shelf often takes its partner of the second along."""

BRANDS = (
    ("Luming", "鹿茗"), ("Qingchuan", "晴川"), ("Beiwu", "北坞"), ("Nanqiao", "南荞"),
    ("Shanyue", "山玥"), ("Yunzhi", "云枝"), ("Hewei", "禾未"), ("Linxi", "林汐"),
    ("Muchen", "沐辰"), ("Songyin", "松隐"), ("Zhuhe", "竹合"), ("Anran", "安苒"),
)  # fmt: skip
